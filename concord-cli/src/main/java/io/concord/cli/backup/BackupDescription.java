package io.concord.cli.backup;

import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;

/** What is said of a backup, for people and for programs. */
final class BackupDescription {
    private BackupDescription() {}

    static JsonObjectBuilder of(BackupFile file, BackupFile.Verified verified) {
        var header = verified.header();
        var totals = verified.totals();
        return Json.createObjectBuilder()
                .add("file", file.path().toString())
                .add("cluster", header.cluster())
                .add("clusterId", header.clusterId())
                .add("node", header.node())
                .add("version", header.productVersion())
                .add("created", Instant.ofEpochMilli(header.createdMillis()).toString())
                .add("revision", header.revision())
                .add("entries", totals.entries())
                .add("namespaces", totals.namespaces())
                .add("leases", totals.leases())
                .add("revocations", totals.revocations())
                .add("rules", totals.rules())
                .add("bytes", verified.bytes())
                .add("digest", totals.digest().toString());
    }

    static JsonObject of(BackupDirectory.Item item) {
        var object = Json.createObjectBuilder().add("name", item.name()).add("bytes", item.bytes());
        var summary = item.summary();
        if (summary == null) {
            return object.add("defect", String.valueOf(item.defect())).build();
        }
        var header = summary.header();
        return object.add(
                        "created", Instant.ofEpochMilli(header.createdMillis()).toString())
                .add("revision", header.revision())
                .add("entries", summary.totals().entries())
                .add("rules", summary.totals().rules())
                .add("cluster", header.cluster())
                .add("clusterId", header.clusterId())
                .build();
    }

    /** One thing: a row for each of its members, or the object in a line. */
    static void print(Terminal terminal, boolean json, JsonObject thing) {
        if (json) {
            terminal.print(thing.toString());
            return;
        }
        var table = new Table("WHAT", "VALUE");
        thing.forEach((name, value) -> table.row(name, text(value)));
        table.print(terminal);
    }

    static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }
}
