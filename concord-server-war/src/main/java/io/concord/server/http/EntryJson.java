package io.concord.server.http;

import io.concord.core.model.Entry;
import io.concord.server.service.StoreService;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;

/** Entries as JSON objects. */
final class EntryJson {
    private final StoreService store;

    EntryJson(StoreService store) {
        this.store = store;
    }

    /** Everything that is known of an entry. */
    JsonObject whole(Entry entry) {
        var object = Json.createObjectBuilder().add("key", entry.key().text());
        return described(ValueJson.add(object, entry.value()), entry);
    }

    /** Everything but the value. */
    JsonObject withoutValue(Entry entry) {
        var object = Json.createObjectBuilder()
                .add("key", entry.key().text())
                .add("bytes", entry.value().size())
                .add(ValueJson.CONTENT_TYPE, entry.value().contentType());
        return described(object, entry);
    }

    private JsonObject described(JsonObjectBuilder object, Entry entry) {
        object.add("revision", entry.revision())
                .add("createRevision", entry.createRevision())
                .add("version", entry.version())
                .add("author", entry.author().subject())
                .add("lastModified", Instant.ofEpochMilli(entry.writtenMillis()).toString());
        var lifetime = entry.lifetime();
        if (lifetime.hasDeadline()) {
            object.add(
                    "expires",
                    Instant.ofEpochMilli(store.epochMillisOf(lifetime.deadlineMillis()))
                            .toString());
        }
        if (lifetime.hasLease()) {
            object.add("lease", lifetime.leaseId());
        }
        if (!entry.tags().isEmpty()) {
            object.add("tags", Json.createArrayBuilder(entry.tags().texts()));
        }
        return object.build();
    }
}
