package io.concord.core.state;

import io.concord.core.access.StoredRule;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Tags;
import io.concord.core.model.TokenSelector;
import io.concord.core.model.Value;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each operation does to a naive state, which is thrown away after a refusal. */
final class NaiveRules implements Operation.Handler<Outcome> {
    private final NaiveState state;
    private final long timeMillis;
    private final Author author;
    private final long writtenMillis;
    private final LeaseRights rights;

    NaiveRules(NaiveState state, long timeMillis, Origin origin) {
        this.state = state;
        this.timeMillis = timeMillis;
        this.author = origin.author();
        this.writtenMillis = origin.timeMillis();
        this.rights = origin.leases();
    }

    @Override
    public Outcome put(Step.Put put) {
        var current = state.entries.get(put.at());
        if (!state.namespaces.containsKey(put.at().namespace())) {
            return missing(put.at().namespace());
        }
        if (!NaiveConditions.holds(put.precondition(), current)) {
            return failed(current, put.returning());
        }
        var lease = missingLease(put.expiry());
        if (lease != null) {
            return lease;
        }
        var quota = quota(put.at(), put.value(), put.tags());
        if (quota != null) {
            return quota;
        }
        var entry = written(put.at(), put.value(), put.tags(), put.expiry());
        return new Outcome.Written(
                entry.revision(), entry.createRevision(), entry.version(), shown(put.returning(), current));
    }

    @Override
    public Outcome delete(Step.Delete delete) {
        var current = state.entries.get(delete.at());
        if (!state.namespaces.containsKey(delete.at().namespace())) {
            return missing(delete.at().namespace());
        }
        if (!NaiveConditions.holds(delete.precondition(), current)) {
            return failed(current, delete.returning());
        }
        long count = state.delete(delete.at()::equals);
        return new Outcome.Deleted(state.revisionByNow(), count == 1, shown(delete.returning(), current));
    }

    @Override
    public Outcome touch(Step.Touch touch) {
        var current = state.entries.get(touch.at());
        if (!state.namespaces.containsKey(touch.at().namespace())) {
            return missing(touch.at().namespace());
        }
        if (!NaiveConditions.holds(touch.precondition(), current)) {
            return failed(current, false);
        }
        var lease = missingLease(touch.expiry());
        if (lease != null) {
            return lease;
        }
        if (current != null) {
            state.entries.put(touch.at(), current.with(lifetime(touch.expiry(), touch.at(), current)));
        }
        return new Outcome.Touched(state.revisionByNow(), current != null);
    }

    @Override
    public Outcome increment(Step.Increment increment) {
        var current = state.entries.get(increment.at());
        if (!state.namespaces.containsKey(increment.at().namespace())) {
            return missing(increment.at().namespace());
        }
        var lease = missingLease(increment.expiry());
        if (lease != null) {
            return lease;
        }
        long sum;
        try {
            sum = number(current, increment.initial())
                    .add(BigInteger.valueOf(increment.delta()))
                    .longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            return new Refusal.NotANumber(state.revision, current == null ? 0 : current.revision());
        }
        var type = current == null ? "text/plain" : current.value().contentType();
        var value = Value.of(String.valueOf(sum).getBytes(StandardCharsets.UTF_8), type);
        var tags = current == null ? Tags.NONE : current.tags();
        var quota = quota(increment.at(), value, tags);
        if (quota != null) {
            return quota;
        }
        var entry = written(increment.at(), value, tags, increment.expiry());
        return new Outcome.Incremented(entry.revision(), entry.createRevision(), entry.version(), sum);
    }

    private static BigInteger number(@Nullable Entry entry, long initial) {
        if (entry == null) {
            return BigInteger.valueOf(initial);
        }
        String text = new String(entry.value().toByteArray(), StandardCharsets.ISO_8859_1);
        if (!text.matches("[-+]?[0-9]+") || text.length() > 20) {
            throw new NumberFormatException(text);
        }
        var number = new BigInteger(text);
        number.longValueExact();
        return number;
    }

    @Override
    public Outcome get(Step.Get get) {
        return state.namespaces.containsKey(get.at().namespace())
                ? new Outcome.Found(state.revisionByNow(), Optional.ofNullable(state.entries.get(get.at())))
                : missing(get.at().namespace());
    }

    @Override
    public Outcome range(Step.Range range) {
        if (!state.namespaces.containsKey(range.namespace())) {
            return missing(range.namespace());
        }
        var all = state.named(name -> NaiveConditions.within(name, range.namespace(), range.keys())).stream()
                .map(state.entries::get)
                .toList();
        return new Outcome.Listed(
                state.revisionByNow(), all.subList(0, Math.min(all.size(), range.limit())), all.size() > range.limit());
    }

    @Override
    public Outcome deleteRange(Step.DeleteRange deleteRange) {
        if (!state.namespaces.containsKey(deleteRange.namespace())) {
            return missing(deleteRange.namespace());
        }
        long count = state.delete(
                name -> NaiveConditions.within(name, deleteRange.namespace(), deleteRange.keys()), deleteRange.quiet());
        return new Outcome.RangeDeleted(state.revisionByNow(), count);
    }

    @Override
    public Outcome deleteTagged(Step.DeleteTagged deleteTagged) {
        var only = deleteTagged.namespace();
        if (only.isPresent() && !state.namespaces.containsKey(only.get())) {
            return missing(only.get());
        }
        long count = state.delete(
                name -> (only.isEmpty() || only.get().equals(name.namespace()))
                        && state.entry(name).tags().ascending().contains(deleteTagged.tag()),
                deleteTagged.quiet());
        return new Outcome.RangeDeleted(state.revisionByNow(), count);
    }

    @Override
    public Outcome transaction(Operation.Transaction transaction) {
        boolean succeeded = true;
        for (var comparison : transaction.comparisons()) {
            succeeded &= NaiveConditions.holds(comparison, state.entries.get(comparison.at()));
        }
        var outcomes = new ArrayList<Outcome>();
        for (var step : succeeded ? transaction.then() : transaction.otherwise()) {
            var outcome = step.accept(this);
            if (outcome instanceof Refusal cause) {
                return new Refusal.StepRefused(state.revision, succeeded, outcomes.size(), cause);
            }
            outcomes.add(outcome);
        }
        return new Outcome.Executed(state.revisionByNow(), succeeded, outcomes);
    }

    @Override
    public Outcome createNamespace(Operation.CreateNamespace create) {
        var existing = state.namespaces.get(create.namespace());
        if (existing != null && create.mustBeNew()) {
            return new Refusal.NamespaceExists(state.revision, create.namespace());
        }
        var settings = create.settings().orElse(existing == null ? NamespaceSettings.NONE : existing);
        state.namespaces.put(create.namespace(), settings);
        return new Outcome.NamespaceReady(state.revision, existing == null, settings);
    }

    @Override
    public Outcome destroyNamespace(Operation.DestroyNamespace destroy) {
        long count = state.delete(name -> name.namespace().equals(destroy.namespace()));
        boolean existed = state.namespaces.remove(destroy.namespace()) != null;
        return new Outcome.NamespaceDestroyed(state.revisionByNow(), existed, count);
    }

    @Override
    public Outcome grantLease(Operation.GrantLease grant) {
        long owned = state.leases.values().stream()
                .filter(lease -> lease.owner().equals(author))
                .count();
        if (rights.grantedMax() > 0 && owned + 1 > rights.grantedMax()) {
            return new Refusal.QuotaExceeded(state.revision, Refusal.Quota.LEASES_OF_AUTHOR, rights.grantedMax());
        }
        long id = ++state.lastLeaseId;
        state.leases.put(id, new Lease(id, grant.ttlMillis(), timeMillis + grant.ttlMillis() + 1, author));
        return new Outcome.LeaseAlive(state.revision, id, grant.ttlMillis());
    }

    @Override
    public Outcome keepLease(Operation.KeepLease keep) {
        var lease = state.leases.get(keep.leaseId());
        if (lease == null || isOfOther(lease)) {
            return new Refusal.LeaseMissing(state.revision, keep.leaseId());
        }
        state.leases.put(
                lease.id(),
                new Lease(lease.id(), lease.ttlMillis(), timeMillis + lease.ttlMillis() + 1, lease.owner()));
        return new Outcome.LeaseAlive(state.revision, lease.id(), lease.ttlMillis());
    }

    @Override
    public Outcome revokeLease(Operation.RevokeLease revoke) {
        var lease = state.leases.get(revoke.leaseId());
        if (lease == null || isOfOther(lease)) {
            return new Refusal.LeaseMissing(state.revision, revoke.leaseId());
        }
        state.leases.remove(revoke.leaseId());
        long count = state.delete(state.ofLease(revoke.leaseId())::contains);
        return new Outcome.LeaseRevoked(state.revisionByNow(), count);
    }

    @Override
    public Outcome revokeTokens(Operation.RevokeTokens revoke) {
        long id = ++state.lastRevocationId;
        long deadlineMillis = revoke.untilMillis() == 0
                ? Long.MAX_VALUE
                : timeMillis + Math.max(0, revoke.untilMillis() - writtenMillis) + 300_001;
        state.revocations.put(id, new Revocation(id, revoke.tokens().at(writtenMillis), deadlineMillis));
        return new Outcome.TokensRevoked(state.revision, id);
    }

    @Override
    public Outcome liftRevocation(Operation.LiftRevocation lift) {
        boolean existed = state.revocations.remove(lift.revocationId()) != null;
        return new Outcome.RevocationLifted(state.revision, existed);
    }

    @Override
    public Outcome putRule(Operation.PutRule put) {
        var current = state.rules.get(put.rule().name());
        if (!NaiveConditions.holds(put.precondition(), current)) {
            return new Refusal.PreconditionFailed(
                    state.revision, current == null ? 0 : current.revision(), Optional.empty());
        }
        state.rules.put(put.rule().name(), new StoredRule(put.rule(), ++state.rulesRevision));
        return new Outcome.RulePut(state.revision, state.rulesRevision, current == null);
    }

    @Override
    public Outcome deleteRule(Operation.DeleteRule delete) {
        var current = state.rules.remove(delete.name());
        if (!NaiveConditions.holds(delete.precondition(), current)) {
            return new Refusal.PreconditionFailed(
                    state.revision, current == null ? 0 : current.revision(), Optional.empty());
        }
        state.rulesRevision += current == null ? 0 : 1;
        return new Outcome.RuleDeleted(state.revision, state.rulesRevision, current != null);
    }

    @Override
    public Outcome recordToken(Operation.RecordToken record) {
        if (state.keys.isEmpty()) {
            return new Refusal.SigningKeyChanged(state.revision, Optional.empty());
        }
        if (state.tokens.containsKey(record.id())) {
            return new Refusal.TokenExists(state.revision, record.id());
        }
        var key = state.keys.get(state.keys.size() - 1);
        long created = writtenMillis - writtenMillis % 1_000;
        long expires = created + 1_000 * record.lifetimeSeconds();
        long deadline = timeMillis + expires - created + 300_001;
        state.tokens.put(
                record.id(),
                new IssuedToken(
                        record.id(), record.bearer(), key.id(), author, created, expires, deadline, Optional.empty()));
        state.keys.set(
                state.keys.size() - 1,
                new SigningKey(
                        key.id(),
                        key.publicKey(),
                        key.sealedKey(),
                        key.by(),
                        key.createdMillis(),
                        0,
                        Math.max(key.neededUntilMillis(), deadline)));
        return new Outcome.TokenRecorded(state.revision, record.id(), key.id(), created, expires);
    }

    @Override
    public Outcome revokeIssuedToken(Operation.RevokeIssuedToken revoke) {
        var token = state.tokens.get(revoke.id());
        if (token == null) {
            return new Refusal.TokenMissing(state.revision, revoke.id());
        }
        var before = token.revoked();
        if (before.isPresent() && state.revocations.containsKey(before.get().revocationId())) {
            return new Outcome.TokensRevoked(state.revision, before.get().revocationId());
        }
        long id = ++state.lastRevocationId;
        var selector = TokenSelector.ofId("urn:concord:tokens", revoke.id().text());
        state.revocations.put(id, new Revocation(id, selector, token.deadlineMillis()));
        state.tokens.put(
                revoke.id(),
                new IssuedToken(
                        token.id(),
                        token.bearer(),
                        token.key(),
                        token.by(),
                        token.createdMillis(),
                        token.expiresMillis(),
                        token.deadlineMillis(),
                        Optional.of(new IssuedToken.Revoked(id, author, writtenMillis))));
        return new Outcome.TokensRevoked(state.revision, id);
    }

    @Override
    public Outcome addSigningKey(Operation.AddSigningKey add) {
        var current = state.keys.isEmpty()
                ? Optional.<SigningKey>empty()
                : Optional.of(state.keys.get(state.keys.size() - 1));
        boolean known = state.keys.stream().anyMatch(key -> key.id().equals(add.id()));
        if (known || !current.map(SigningKey::id).equals(add.replacing())) {
            return new Refusal.SigningKeyChanged(state.revision, current.map(SigningKey::id));
        }
        if (state.keys.size() == 16) {
            return new Refusal.QuotaExceeded(state.revision, Refusal.Quota.SIGNING_KEYS, 16);
        }
        current.ifPresent(key -> state.keys.set(
                state.keys.size() - 1,
                new SigningKey(
                        key.id(),
                        key.publicKey(),
                        key.sealedKey(),
                        key.by(),
                        key.createdMillis(),
                        Math.max(1, writtenMillis),
                        key.neededUntilMillis())));
        state.keys.add(
                new SigningKey(add.id(), add.publicKey(), add.sealedKey(), author, writtenMillis, 0, timeMillis));
        return new Outcome.SigningKeyAdded(state.revision, add.id());
    }

    @Override
    public Outcome removeSigningKey(Operation.RemoveSigningKey remove) {
        if (!state.keys.isEmpty() && state.keys.get(state.keys.size() - 1).id().equals(remove.id())) {
            return new Refusal.SigningKeyChanged(state.revision, Optional.of(remove.id()));
        }
        boolean existed = state.keys.removeIf(key -> key.id().equals(remove.id()));
        return new Outcome.SigningKeyRemoved(state.revision, existed);
    }

    @Override
    public Outcome beginRestore(Operation.BeginRestore begin) {
        if (state.restore != null) {
            return new Refusal.RestoreOccupied(state.revision, state.restore.id());
        }
        if (!begin.force() && !isEmpty()) {
            return notEmpty();
        }
        long id = ++state.lastRestoreId;
        state.restore = new NaiveRestore(
                id,
                begin,
                Math.max(state.revision, begin.revision()) + 1_000_000_000,
                state.lastLeaseId + 1_000_000_000,
                timeMillis,
                timeMillis + 120_001,
                0,
                List.of());
        return new Outcome.RestoreUnderWay(state.revision, id, 0);
    }

    @Override
    public Outcome restorePart(Operation.RestorePart part) {
        var restore = state.restore;
        if (restore == null || restore.id() != part.restoreId()) {
            return new Refusal.RestoreMissing(state.revision, part.restoreId());
        }
        if (restore.parts() != part.sequence()) {
            return invalid(restore, Refusal.RestoreDefect.SEQUENCE);
        }
        var grown = restore.with(part.records(), timeMillis + 120_001);
        if (!grown.isPossible()) {
            return invalid(restore, Refusal.RestoreDefect.RECORD);
        }
        state.restore = grown;
        return new Outcome.RestoreUnderWay(state.revision, grown.id(), grown.parts());
    }

    @Override
    public Outcome finishRestore(Operation.FinishRestore finish) {
        var restore = state.restore;
        if (restore == null || restore.id() != finish.restoreId()) {
            return new Refusal.RestoreMissing(state.revision, finish.restoreId());
        }
        if (!restore.totals().equals(Optional.of(finish.totals()))) {
            return invalid(restore, Refusal.RestoreDefect.TOTALS);
        }
        if (!restore.begin().force() && !isEmpty()) {
            return notEmpty();
        }
        int rulesLeftOut = state.rules.isEmpty() ? 0 : finish.totals().rules();
        restore.replace(state, timeMillis);
        state.revocations.values().removeIf(revocation -> revocation.deadlineMillis() <= timeMillis);
        return new Outcome.Restored(state.revision, finish.totals(), state.entries.size(), rulesLeftOut);
    }

    @Override
    public Outcome abortRestore(Operation.AbortRestore abort) {
        boolean existed = state.restore != null && state.restore.id() == abort.restoreId();
        state.restore = existed ? null : state.restore;
        return new Outcome.RestoreAborted(state.revision, existed);
    }

    private boolean isEmpty() {
        return state.entries.isEmpty() && state.namespaces.size() == 1;
    }

    private Refusal notEmpty() {
        return new Refusal.StoreNotEmpty(state.revision, state.entries.size(), state.namespaces.size());
    }

    private Refusal invalid(NaiveRestore restore, Refusal.RestoreDefect defect) {
        return new Refusal.RestoreInvalid(state.revision, restore.id(), defect, restore.parts());
    }

    private Entry written(EntryName at, Value value, Tags tags, Expiry expiry) {
        var current = state.entries.get(at);
        long revision = state.revision + 1;
        var entry = new Entry(
                at.key(),
                value,
                current == null ? revision : current.createRevision(),
                revision,
                current == null ? 1 : current.version() + 1,
                author,
                writtenMillis,
                lifetime(expiry, at, current),
                tags);
        state.write(at, entry);
        return entry;
    }

    private Lifetime lifetime(Expiry expiry, EntryName at, @Nullable Entry current) {
        if (expiry instanceof Expiry.After after) {
            return Lifetime.until(timeMillis + after.ttlMillis() + 1);
        }
        if (expiry instanceof Expiry.WithLease with) {
            return Lifetime.ofLease(with.leaseId());
        }
        if (expiry instanceof Expiry.Never) {
            return Lifetime.FOREVER;
        }
        if (expiry instanceof Expiry.Kept kept) {
            return current == null ? lifetime(kept.otherwise(), at, null) : current.lifetime();
        }
        long ttlMillis = state.settings(at.namespace()).defaultTtlMillis();
        return ttlMillis == 0 ? Lifetime.FOREVER : Lifetime.until(timeMillis + ttlMillis + 1);
    }

    private @Nullable Refusal missingLease(Expiry expiry) {
        var named = expiry instanceof Expiry.Kept kept ? kept.otherwise() : expiry;
        if (!(named instanceof Expiry.WithLease with)) {
            return null;
        }
        var lease = state.leases.get(with.leaseId());
        return lease == null || isOfOther(lease) ? new Refusal.LeaseMissing(state.revision, with.leaseId()) : null;
    }

    private boolean isOfOther(Lease lease) {
        return !rights.ofOthers() && !lease.owner().equals(author);
    }

    private @Nullable Refusal quota(EntryName at, Value value, Tags tags) {
        var settings = state.settings(at.namespace());
        var current = state.entries.get(at);
        long count = state.count(at.namespace()) + (current == null ? 1 : 0);
        long before = state.bytes(at.namespace());
        long after = before
                - NaiveState.bytes(current)
                + NaiveState.utf8(at.key().text())
                + value.size()
                + NaiveState.utf8(value.contentType())
                + NaiveState.bytes(tags);
        if (current == null && settings.entriesMax() > 0 && count > settings.entriesMax()) {
            return new Refusal.QuotaExceeded(state.revision, Refusal.Quota.ENTRIES, settings.entriesMax());
        }
        return settings.bytesMax() > 0 && after > settings.bytesMax() && after > before
                ? new Refusal.QuotaExceeded(state.revision, Refusal.Quota.BYTES, settings.bytesMax())
                : null;
    }

    private Refusal missing(Namespace namespace) {
        return new Refusal.NamespaceMissing(state.revision, namespace);
    }

    private Refusal failed(@Nullable Entry current, boolean returning) {
        return new Refusal.PreconditionFailed(
                state.revision, current == null ? 0 : current.revision(), shown(returning, current));
    }

    private static Optional<Entry> shown(boolean returning, @Nullable Entry entry) {
        return returning ? Optional.ofNullable(entry) : Optional.empty();
    }
}
