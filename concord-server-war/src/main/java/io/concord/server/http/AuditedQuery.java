package io.concord.server.http;

import io.concord.core.protocol.QueryParameters;
import io.concord.server.audit.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a query names: entries, ranges, tags and leases. Everything else in it is nobody's business. */
record AuditedQuery(Map<String, String> names) {
    private static final Set<String> KNOWN =
            Set.of(QueryParameters.KEY, QueryParameters.PREFIX, QueryParameters.TAG, QueryParameters.LEASE);

    static AuditedQuery of(@Nullable String query) {
        var names = new LinkedHashMap<String, String>();
        if (query != null) {
            for (var pair : query.split("&", -1)) {
                var equals = pair.indexOf('=');
                if (equals > 0 && KNOWN.contains(pair.substring(0, equals))) {
                    names.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
        }
        return new AuditedQuery(names);
    }

    /** As it came over the wire, so that there is nothing to be decoded that could fail. */
    AuditEvent addTo(AuditEvent event) {
        names.forEach((name, value) -> event.with("query." + name, value));
        return event;
    }
}
