package io.concord.server.http;

import io.concord.core.access.Need;
import io.concord.core.model.RequestId;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.state.KeyspaceView;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Deadline;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import io.concord.server.service.WriteContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What every resource of the store does with a request before it is about anything. */
final class Requests {
    private final StoreService store;
    private final WaitTime waitTime;

    Requests(StoreService store, NodeConfig config) {
        this.store = store;
        this.waitTime = new WaitTime(config);
    }

    Deadline deadline(Query query) {
        return waitTime.deadline(query.single(QueryParameters.TIMEOUT));
    }

    /** A view as new as the caller wants it, if it grants him what is needed for what he will be shown of it. */
    CompletionStage<KeyspaceView> view(HttpServletRequest request, Query query, Need... needed) {
        var needs = List.of(needed);
        var caller = RequestContext.caller(request);
        return switch (Consistency.of(query.single(QueryParameters.CONSISTENCY))) {
            case LINEARIZABLE -> store.read(caller, needs, deadline(query));
            case STALE -> CompletableFuture.completedFuture(store.readStale(caller, needs));
        };
    }

    /** The context of a write; also before its body is read, for nobody uploads what may not be written. */
    WriteContext write(HttpServletRequest request, Query query) {
        var caller = RequestContext.caller(request);
        store.requireChanging(caller, deadline(query));
        var requestId = new RequestId(single(request, Headers.IDEMPOTENCY_KEY)
                .orElseGet(() -> UUID.randomUUID().toString()));
        RequestContext.setRequestId(request, requestId.text());
        return new WriteContext(caller, requestId, deadline(query));
    }

    /** Refuses conditions where they have no meaning: ignored, what the caller wanted to prevent would happen. */
    static void refuseConditions(HttpServletRequest request, String operation) {
        for (var name : List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH)) {
            if (request.getHeader(name) != null) {
                throw new RequestFailure(
                        ErrorCode.INVALID_REQUEST,
                        operation + " takes no " + name + "; a transaction can compare and do it");
            }
        }
    }

    /** A header that means one thing only, so that it must not come twice. */
    static Optional<String> single(HttpServletRequest request, String name) {
        var values = Collections.list(request.getHeaders(name));
        if (values.size() > 1) {
            throw new RequestFailure(ErrorCode.INVALID_REQUEST, "the header " + name + " is given more than once");
        }
        return values.stream().findFirst();
    }

    /** A header that is a list (RFC 9110 §5.3): several of a name are one, joined by commas. */
    static Optional<String> list(HttpServletRequest request, String name) {
        var values = Collections.list(request.getHeaders(name));
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }
}
