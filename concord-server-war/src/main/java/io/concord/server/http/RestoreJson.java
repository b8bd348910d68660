package io.concord.server.http;

import io.concord.core.backup.BackupTotals;
import io.concord.core.backup.ContentDigest;
import io.concord.core.command.Outcome;
import io.concord.core.format.FormatException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Set;

/** What is said of restores as JSON objects. */
final class RestoreJson {
    private static final String REVISION = "revision";
    private static final String TIME = "clusterTimeMillis";
    private static final String FORCE = "force";
    private static final String ENTRIES = "entries";
    private static final String NAMESPACES = "namespaces";
    private static final String LEASES = "leases";
    private static final String REVOCATIONS = "revocations";
    private static final String RULES = "rules";
    private static final String DIGEST = "digest";

    /** What a restore begins with: the header of its backup says the numbers. */
    record Begin(long revision, long timeMillis, boolean force) {}

    private RestoreJson() {}

    static Begin begin(JsonObject body) {
        JsonMembers.requireKnown(body, "the beginning of a restore", Set.of(REVISION, TIME, FORCE));
        return new Begin(
                JsonMembers.number(body, REVISION),
                JsonMembers.number(body, TIME),
                JsonMembers.bool(body, FORCE, false));
    }

    static BackupTotals totals(JsonObject body) {
        JsonMembers.requireKnown(
                body, "the end of a restore", Set.of(ENTRIES, NAMESPACES, LEASES, REVOCATIONS, RULES, DIGEST));
        try {
            return new BackupTotals(
                    JsonMembers.number(body, ENTRIES),
                    Math.toIntExact(JsonMembers.number(body, NAMESPACES)),
                    Math.toIntExact(JsonMembers.number(body, LEASES)),
                    Math.toIntExact(JsonMembers.number(body, REVOCATIONS)),
                    Math.toIntExact(JsonMembers.number(body, RULES, 0)),
                    ContentDigest.parse(JsonMembers.string(body, DIGEST)));
        } catch (IllegalArgumentException | ArithmeticException | FormatException e) {
            throw JsonMembers.invalid(
                    "the end of a restore has the totals of its backup: numbers, and a digest of 64 hexadecimal digits");
        }
    }

    static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw JsonMembers.invalid(name + " is a number");
        }
    }

    static JsonObject underWay(Outcome.RestoreUnderWay underWay) {
        return Json.createObjectBuilder()
                .add("id", underWay.restoreId())
                .add("sequence", underWay.sequence())
                .build();
    }

    static JsonObjectBuilder restored(Outcome.Restored restored) {
        return Json.createObjectBuilder()
                .add(REVISION, restored.revision())
                .add(ENTRIES, restored.entries())
                .add(NAMESPACES, restored.totals().namespaces())
                .add(RULES, restored.totals().rules() - restored.rulesLeftOut())
                .add("rulesLeftOut", restored.rulesLeftOut())
                .add(DIGEST, restored.totals().digest().toString());
    }
}
