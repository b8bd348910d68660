package io.concord.server.http;

import io.concord.core.format.FormatException;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.BatchService;
import io.concord.server.service.Permission;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Many independent operations in one request, in the binary form that the client jar speaks; 200 whatever they come to. One for all
 * requests: to make one for each is a twentieth of what a request costs.
 */
@Path(Routes.BATCH)
@Singleton
public class BatchResource {
    private final BatchService batches;
    private final Requests requests;

    @Inject
    public BatchResource(BatchService batches, StoreService store, NodeConfig config) {
        this.batches = batches;
        this.requests = new Requests(store, config);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> execute(@Context HttpServletRequest request, InputStream body) {
        var caller = RequestContext.caller(request);
        // Before the body is read: nobody uploads what may not be carried out.
        caller.require(Permission.READ);
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT));
        requireType(request);
        var batch = decoded(read(request, body));
        RequestContext.account(request).chargeRequests(batch.operations().size() - 1L);
        return batches.execute(caller, batch, requests.deadline(query))
                .thenApply(response -> Response.ok(BatchCodec.encode(response), BatchCodec.MEDIA_TYPE)
                        .build());
    }

    private static void requireType(HttpServletRequest request) {
        if (!BatchCodec.MEDIA_TYPE.equals(request.getContentType()) || request.getHeader("Content-Encoding") != null) {
            throw new RequestFailure(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "a batch comes with Content-Type: " + BatchCodec.MEDIA_TYPE + " and without a Content-Encoding");
        }
    }

    private static BatchRequest decoded(byte[] bytes) {
        try {
            return BatchCodec.decodeRequest(bytes);
        } catch (FormatException e) {
            throw new RequestFailure(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private byte[] read(HttpServletRequest request, InputStream body) {
        int bytesMax = batches.limits().bytesMax();
        if (request.getContentLengthLong() > bytesMax) {
            throw tooLarge(Long.toString(request.getContentLengthLong()), bytesMax);
        }
        try {
            var bytes = body.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw tooLarge("more than " + bytesMax, bytesMax);
            }
            return bytes;
        } catch (IOException e) {
            throw new RequestFailure(ErrorCode.INVALID_REQUEST, "the body ended before all of it had come");
        }
    }

    private static RequestFailure tooLarge(String size, int bytesMax) {
        return new RequestFailure(
                ErrorCode.TOO_LARGE,
                "batch is " + size + " bytes; the limit is " + bytesMax + " (concord.limits.batch-bytes-max)");
    }
}
