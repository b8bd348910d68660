package io.concord.server.http;

import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.RecordFormat;
import io.concord.core.command.Outcome;
import io.concord.core.format.FormatException;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.state.KeyspaceView;
import io.concord.core.state.RestoreProgress;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.BackupService;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import io.concord.server.service.WriteContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A restore, part by part: any node takes any part, a retry with the same id is applied once, and only the end shows
 * anything of it.
 */
@Path(Routes.CLUSTER_RESTORE)
@Dependent
public class RestoreResource {
    private static final int JSON_BYTES_MAX = 16 * 1024;

    /** Of a part, beyond the greatest value: what the records around it take. */
    private static final int PART_BYTES = 1024 * 1024;

    private static final Set<String> PARAMETERS = Set.of(QueryParameters.TIMEOUT);
    private static final String ABOUT = "the restore";

    private final StoreService store;
    private final BackupService backups;
    private final Requests requests;
    private final EntryResponses responses;

    @Context
    HttpServletRequest request;

    @Inject
    public RestoreResource(BackupService backups, StoreService store, NodeConfig config) {
        this.store = store;
        this.backups = backups;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
    }

    @GET
    public CompletionStage<Response> progress() {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        return backups.read(RequestContext.caller(request), requests.deadline(query))
                .thenApply(this::described);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> begin(InputStream body) {
        var write = write();
        var begin = RestoreJson.begin(JsonBody.read(request, body, JSON_BYTES_MAX));
        return backups.begin(write, begin.revision(), begin.timeMillis(), begin.force())
                .thenApply(reply -> responses.answered(
                        reply, write, ABOUT, outcome -> underWay(outcome).status(Response.Status.CREATED)));
    }

    @PUT
    @Path("{id}/{sequence}")
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> part(
            @PathParam("id") String id, @PathParam("sequence") String sequence, InputStream body) {
        var write = write();
        long restore = RestoreJson.number("the id of a restore", id);
        long number = RestoreJson.number("the sequence of a part", sequence);
        return backups.part(write, restore, number, records(body))
                .thenApply(reply -> responses.answered(reply, write, ABOUT, RestoreResource::underWay));
    }

    @POST
    @Path("{id}/finish")
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> finish(@PathParam("id") String id, InputStream body) {
        var write = write();
        long restore = RestoreJson.number("the id of a restore", id);
        var totals = RestoreJson.totals(JsonBody.read(request, body, JSON_BYTES_MAX));
        return backups.finish(write, restore, totals)
                .thenApply(reply -> responses.answered(reply, write, ABOUT, outcome -> {
                    var restored = (Outcome.Restored) outcome;
                    return EntryResponses.json(RestoreJson.restored(restored).build())
                            .header(Headers.REVISION, restored.revision());
                }));
    }

    @DELETE
    @Path("{id}")
    public CompletionStage<Response> abort(@PathParam("id") String id) {
        var write = write();
        long restore = RestoreJson.number("the id of a restore", id);
        return backups.abort(write, restore)
                .thenApply(reply -> responses.answered(reply, write, ABOUT, outcome -> {
                    var aborted = (Outcome.RestoreAborted) outcome;
                    return Response.noContent()
                            .header(Headers.REVISION, aborted.revision())
                            .header(Headers.DELETED, aborted.existed() ? 1 : 0);
                }));
    }

    /** Refused before the body is read. */
    private WriteContext write() {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        store.requireAdministrator(RequestContext.caller(request), requests.deadline(query));
        return requests.write(request, query);
    }

    private List<BackupRecord> records(InputStream body) {
        if (request.getHeader("Content-Encoding") != null) {
            throw new RequestFailure(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "a part of a restore comes without a Content-Encoding");
        }
        try {
            return RecordFormat.decodePart(ByteBuffer.wrap(bytes(body)));
        } catch (FormatException e) {
            throw new RequestFailure(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private byte[] bytes(InputStream body) {
        int bytesMax = store.limits().valueBytesMax() + PART_BYTES;
        try {
            var bytes = request.getContentLengthLong() > bytesMax ? null : body.readNBytes(bytesMax + 1);
            if (bytes == null || bytes.length > bytesMax) {
                throw new RequestFailure(
                        ErrorCode.TOO_LARGE,
                        "a part of a restore has at most " + bytesMax
                                + " bytes (concord.limits.value-bytes-max and 1 MiB); send fewer records at a time");
            }
            return bytes;
        } catch (IOException e) {
            throw BoundedBody.cutOff();
        }
    }

    private static Response.ResponseBuilder underWay(Outcome outcome) {
        return EntryResponses.json(RestoreJson.underWay((Outcome.RestoreUnderWay) outcome))
                .header(Headers.REVISION, outcome.revision());
    }

    private Response described(KeyspaceView view) {
        var body = Json.createObjectBuilder().add("revision", view.revision());
        view.restore().map(this::described).ifPresent(progress -> body.add("restore", progress));
        return EntryResponses.json(body.build())
                .header(Headers.REVISION, view.revision())
                .build();
    }

    private JsonObject described(RestoreProgress progress) {
        return Json.createObjectBuilder()
                .add("id", progress.id())
                .add("sequence", progress.sequence())
                .add("entries", progress.entries())
                .add(
                        "givenUp",
                        Instant.ofEpochMilli(store.epochMillisOf(progress.deadlineMillis()))
                                .toString())
                .build();
    }
}
