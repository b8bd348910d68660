package io.concord.server.http;

import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.TokenSelector;
import io.concord.server.audit.AuditEvent;
import java.util.List;

/** What an operation is about, for the audit log: names and numbers, and never a value. */
final class AuditedOperation implements Operation.Handler<AuditEvent> {
    @Override
    public AuditEvent transaction(Operation.Transaction transaction) {
        return named("transaction").with("then", all(transaction.then())).with("else", all(transaction.otherwise()));
    }

    private List<AuditEvent> all(List<Step> steps) {
        return steps.stream().map(step -> step.acceptStep(this)).toList();
    }

    @Override
    public AuditEvent put(Step.Put put) {
        return at("put", put.at());
    }

    @Override
    public AuditEvent delete(Step.Delete delete) {
        return at("delete", delete.at());
    }

    @Override
    public AuditEvent touch(Step.Touch touch) {
        return at("touch", touch.at());
    }

    @Override
    public AuditEvent increment(Step.Increment increment) {
        return at("increment", increment.at());
    }

    @Override
    public AuditEvent get(Step.Get get) {
        return at("get", get.at());
    }

    @Override
    public AuditEvent range(Step.Range range) {
        return in("range", range.namespace(), range.keys());
    }

    @Override
    public AuditEvent deleteRange(Step.DeleteRange deleteRange) {
        return in("delete-range", deleteRange.namespace(), deleteRange.keys());
    }

    @Override
    public AuditEvent deleteTagged(Step.DeleteTagged deleteTagged) {
        return named("delete-tagged")
                .with("namespace", deleteTagged.namespace().map(Namespace::name))
                .with("tag", deleteTagged.tag().text());
    }

    @Override
    public AuditEvent createNamespace(Operation.CreateNamespace create) {
        return named("create-namespace").with("namespace", create.namespace().name());
    }

    @Override
    public AuditEvent destroyNamespace(Operation.DestroyNamespace destroy) {
        return named("destroy-namespace").with("namespace", destroy.namespace().name());
    }

    @Override
    public AuditEvent grantLease(Operation.GrantLease grant) {
        return named("grant-lease").with("ttlMillis", grant.ttlMillis());
    }

    @Override
    public AuditEvent keepLease(Operation.KeepLease keep) {
        return named("keep-lease").with("lease", keep.leaseId());
    }

    @Override
    public AuditEvent revokeLease(Operation.RevokeLease revoke) {
        return named("revoke-lease").with("lease", revoke.leaseId());
    }

    @Override
    public AuditEvent revokeTokens(Operation.RevokeTokens revoke) {
        TokenSelector tokens = revoke.tokens();
        return named("revoke-tokens")
                .with("issuer", tokens.issuer())
                .with("tokenId", tokens.tokenId())
                .with("subject", tokens.subject())
                .with("issuedBefore", tokens.issuedBeforeMillis())
                .with("until", revoke.untilMillis());
    }

    @Override
    public AuditEvent liftRevocation(Operation.LiftRevocation lift) {
        return named("lift-revocation").with("revocation", lift.revocationId());
    }

    @Override
    public AuditEvent putRule(Operation.PutRule put) {
        return named("put-rule")
                .with("rule", put.rule().name())
                .with("grantees", put.rule().grantees().toString())
                .with("grants", put.rule().grants().toString());
    }

    @Override
    public AuditEvent deleteRule(Operation.DeleteRule delete) {
        return named("delete-rule").with("rule", delete.name());
    }

    @Override
    public AuditEvent recordToken(Operation.RecordToken recorded) {
        return named("record-token")
                .with("tokenId", recorded.id().text())
                .with("name", recorded.bearer().name())
                .with("groups", String.join(" ", recorded.bearer().groups()))
                .with("lifetimeSeconds", recorded.lifetimeSeconds());
    }

    @Override
    public AuditEvent revokeIssuedToken(Operation.RevokeIssuedToken revoke) {
        return named("revoke-issued-token").with("tokenId", revoke.id().text());
    }

    @Override
    public AuditEvent addSigningKey(Operation.AddSigningKey add) {
        return named("add-signing-key").with("keyId", add.id().text());
    }

    @Override
    public AuditEvent removeSigningKey(Operation.RemoveSigningKey remove) {
        return named("remove-signing-key").with("keyId", remove.id().text());
    }

    @Override
    public AuditEvent beginRestore(Operation.BeginRestore begin) {
        return named("begin-restore").with("backupRevision", begin.revision()).with("force", begin.force());
    }

    @Override
    public AuditEvent restorePart(Operation.RestorePart part) {
        return named("restore-part").with("restore", part.restoreId()).with("sequence", part.sequence());
    }

    @Override
    public AuditEvent finishRestore(Operation.FinishRestore finish) {
        return named("finish-restore")
                .with("restore", finish.restoreId())
                .with("entries", finish.totals().entries())
                .with("rules", finish.totals().rules())
                .with("digest", finish.totals().digest().toString());
    }

    @Override
    public AuditEvent abortRestore(Operation.AbortRestore abort) {
        return named("abort-restore").with("restore", abort.restoreId());
    }

    private static AuditEvent named(String operation) {
        return new AuditEvent().with("operation", operation);
    }

    private static AuditEvent at(String operation, EntryName at) {
        return named(operation)
                .with("namespace", at.namespace().name())
                .with("key", at.key().text());
    }

    private static AuditEvent in(String operation, Namespace namespace, KeyRange keys) {
        var event = named(operation).with("namespace", namespace.name()).with("prefix", keys.prefix());
        Key from = keys.from();
        Key to = keys.to();
        if (from != null) {
            event.with("from", from.text());
        }
        return to == null ? event : event.with("to", to.text());
    }
}
