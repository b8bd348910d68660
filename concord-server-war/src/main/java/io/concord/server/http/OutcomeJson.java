package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.model.Entry;
import io.concord.core.model.NamespaceSettings;
import io.concord.server.service.StoreService;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Outcomes as JSON objects, each with a {@code type} and the {@code revision} of the store after it. */
final class OutcomeJson implements Outcome.Handler<JsonObject> {
    private final EntryJson entries;

    OutcomeJson(StoreService store) {
        this.entries = new EntryJson(store);
    }

    @Override
    public JsonObject written(Outcome.Written written) {
        var object = head("written", written)
                .add("createRevision", written.createRevision())
                .add("version", written.version());
        return with(object, "previous", written.previous());
    }

    @Override
    public JsonObject deleted(Outcome.Deleted deleted) {
        return with(head("deleted", deleted).add("existed", deleted.existed()), "previous", deleted.previous());
    }

    @Override
    public JsonObject touched(Outcome.Touched touched) {
        return head("touched", touched).add("existed", touched.existed()).build();
    }

    @Override
    public JsonObject incremented(Outcome.Incremented incremented) {
        return head("incremented", incremented)
                .add("createRevision", incremented.createRevision())
                .add("version", incremented.version())
                .add("value", incremented.value())
                .build();
    }

    @Override
    public JsonObject found(Outcome.Found found) {
        return with(head("found", found).add("exists", found.entry().isPresent()), "entry", found.entry());
    }

    @Override
    public JsonObject listed(Outcome.Listed listed) {
        var array = Json.createArrayBuilder();
        listed.entries().forEach(entry -> array.add(entries.whole(entry)));
        return head("listed", listed)
                .add("entries", array)
                .add("more", listed.more())
                .build();
    }

    @Override
    public JsonObject rangeDeleted(Outcome.RangeDeleted deleted) {
        return head("range-deleted", deleted).add("deleted", deleted.count()).build();
    }

    @Override
    public JsonObject executed(Outcome.Executed executed) {
        var array = Json.createArrayBuilder();
        executed.outcomes().forEach(outcome -> array.add(outcome.accept(this)));
        return head("executed", executed)
                .add("succeeded", executed.succeeded())
                .add("outcomes", array)
                .build();
    }

    @Override
    public JsonObject namespaceReady(Outcome.NamespaceReady ready) {
        return settings(head("namespace-ready", ready).add("created", ready.created()), ready.settings())
                .build();
    }

    @Override
    public JsonObject namespaceDestroyed(Outcome.NamespaceDestroyed destroyed) {
        return head("namespace-destroyed", destroyed)
                .add("existed", destroyed.existed())
                .add("deleted", destroyed.count())
                .build();
    }

    @Override
    public JsonObject leaseAlive(Outcome.LeaseAlive alive) {
        return head("lease-alive", alive)
                .add("id", alive.leaseId())
                .add("ttl", Duration.ofMillis(alive.ttlMillis()).toString())
                .build();
    }

    @Override
    public JsonObject leaseRevoked(Outcome.LeaseRevoked revoked) {
        return head("lease-revoked", revoked).add("deleted", revoked.count()).build();
    }

    @Override
    public JsonObject tokensRevoked(Outcome.TokensRevoked revoked) {
        return head("tokens-revoked", revoked).add("id", revoked.revocationId()).build();
    }

    @Override
    public JsonObject revocationLifted(Outcome.RevocationLifted lifted) {
        return head("revocation-lifted", lifted)
                .add("existed", lifted.existed())
                .build();
    }

    /** Without the token itself, which is told once. */
    @Override
    public JsonObject tokenRecorded(Outcome.TokenRecorded recorded) {
        return head("token-recorded", recorded)
                .add("id", recorded.id().text())
                .add("key", recorded.key().text())
                .add("created", Instant.ofEpochMilli(recorded.createdMillis()).toString())
                .add("expires", Instant.ofEpochMilli(recorded.expiresMillis()).toString())
                .build();
    }

    @Override
    public JsonObject signingKeyAdded(Outcome.SigningKeyAdded added) {
        return head("signing-key-added", added).add("id", added.id().text()).build();
    }

    @Override
    public JsonObject signingKeyRemoved(Outcome.SigningKeyRemoved removed) {
        return head("signing-key-removed", removed)
                .add("existed", removed.existed())
                .build();
    }

    @Override
    public JsonObject rulePut(Outcome.RulePut put) {
        return head("rule-put", put)
                .add("rulesRevision", put.rulesRevision())
                .add("created", put.created())
                .build();
    }

    @Override
    public JsonObject restoreUnderWay(Outcome.RestoreUnderWay underWay) {
        return head("restore-under-way", underWay)
                .add("id", underWay.restoreId())
                .add("sequence", underWay.sequence())
                .build();
    }

    @Override
    public JsonObject ruleDeleted(Outcome.RuleDeleted deleted) {
        return head("rule-deleted", deleted)
                .add("rulesRevision", deleted.rulesRevision())
                .add("existed", deleted.existed())
                .build();
    }

    @Override
    public JsonObject restored(Outcome.Restored restored) {
        return head("restored", restored)
                .add("entryCount", restored.entries())
                .add("rules", restored.totals().rules() - restored.rulesLeftOut())
                .add("rulesLeftOut", restored.rulesLeftOut())
                .add("digest", restored.totals().digest().toString())
                .build();
    }

    @Override
    public JsonObject restoreAborted(Outcome.RestoreAborted aborted) {
        return head("restore-aborted", aborted)
                .add("existed", aborted.existed())
                .build();
    }

    @Override
    public JsonObject ticked(Outcome.Ticked ticked) {
        return head("ticked", ticked).build();
    }

    @Override
    public JsonObject batched(Outcome.Batched batched) {
        var array = Json.createArrayBuilder();
        batched.replies().forEach(reply -> array.add(reply.outcome().accept(this)));
        return head("batched", batched).add("outcomes", array).build();
    }

    @Override
    public JsonObject preconditionFailed(Refusal.PreconditionFailed failed) {
        var object = refused(failed).add("entryRevision", failed.entryRevision());
        return with(object, "current", failed.current());
    }

    @Override
    public JsonObject namespaceMissing(Refusal.NamespaceMissing missing) {
        return refused(missing).build();
    }

    @Override
    public JsonObject namespaceExists(Refusal.NamespaceExists exists) {
        return refused(exists).build();
    }

    @Override
    public JsonObject leaseMissing(Refusal.LeaseMissing missing) {
        return refused(missing).build();
    }

    @Override
    public JsonObject notANumber(Refusal.NotANumber notANumber) {
        return refused(notANumber).build();
    }

    @Override
    public JsonObject quotaExceeded(Refusal.QuotaExceeded exceeded) {
        return refused(exceeded).build();
    }

    @Override
    public JsonObject stepRefused(Refusal.StepRefused refused) {
        return refused(refused)
                .add("succeeded", refused.succeeded())
                .add("step", refused.step())
                .build();
    }

    @Override
    public JsonObject deadlinePassed(Refusal.DeadlinePassed passed) {
        return refused(passed).build();
    }

    @Override
    public JsonObject requestIdReused(Refusal.RequestIdReused reused) {
        return refused(reused).build();
    }

    @Override
    public JsonObject requestForgotten(Refusal.RequestForgotten forgotten) {
        return refused(forgotten).build();
    }

    @Override
    public JsonObject tokenRevoked(Refusal.TokenRevoked revoked) {
        return refused(revoked).build();
    }

    @Override
    public JsonObject rulesChanged(Refusal.RulesChanged changed) {
        return refused(changed).build();
    }

    @Override
    public JsonObject tokenMissing(Refusal.TokenMissing missing) {
        return refused(missing).build();
    }

    @Override
    public JsonObject tokenExists(Refusal.TokenExists exists) {
        return refused(exists).build();
    }

    @Override
    public JsonObject signingKeyChanged(Refusal.SigningKeyChanged changed) {
        return refused(changed).build();
    }

    @Override
    public JsonObject restoreMissing(Refusal.RestoreMissing missing) {
        return refused(missing).build();
    }

    @Override
    public JsonObject restoreOccupied(Refusal.RestoreOccupied occupied) {
        return refused(occupied).add("id", occupied.restoreId()).build();
    }

    @Override
    public JsonObject storeNotEmpty(Refusal.StoreNotEmpty notEmpty) {
        return refused(notEmpty).build();
    }

    @Override
    public JsonObject restoreInvalid(Refusal.RestoreInvalid invalid) {
        return refused(invalid).add("sequence", invalid.sequence()).build();
    }

    /** Adds the settings of a namespace; what has no limit and no default is left out. */
    static JsonObjectBuilder settings(JsonObjectBuilder object, NamespaceSettings settings) {
        if (settings.defaultTtlMillis() > 0) {
            object.add(
                    "defaultTtl", Duration.ofMillis(settings.defaultTtlMillis()).toString());
        }
        if (settings.entriesMax() > 0) {
            object.add("maxEntries", settings.entriesMax());
        }
        if (settings.bytesMax() > 0) {
            object.add("maxBytes", settings.bytesMax());
        }
        return object;
    }

    private JsonObject with(JsonObjectBuilder object, String name, Optional<Entry> entry) {
        entry.ifPresent(present -> object.add(name, entries.whole(present)));
        return object.build();
    }

    private static JsonObjectBuilder head(String type, Outcome outcome) {
        return Json.createObjectBuilder().add("type", type).add("revision", outcome.revision());
    }

    private static JsonObjectBuilder refused(Refusal refused) {
        var problem = RefusalProblems.of(refused, "entry");
        return head("refused", refused).add("code", problem.code().code()).add("detail", problem.detail());
    }
}
