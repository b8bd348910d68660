package io.concord.server.http;

import io.concord.core.backup.BackupWriter;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.BackupService;
import io.concord.server.service.OnlineBackup;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A backup of the whole store as a stream, whose end tells that it is whole. */
@Path(Routes.CLUSTER_BACKUP)
@Dependent
public class BackupResource {
    private final BackupService backups;
    private final WaitTime waitTime;
    private final StreamThreads streams;

    @Context
    HttpServletRequest request;

    @Inject
    public BackupResource(BackupService backups, NodeConfig config, StreamThreads streams) {
        this.backups = backups;
        this.waitTime = new WaitTime(config);
        this.streams = streams;
    }

    @GET
    public CompletionStage<Response> backUp() {
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT));
        var deadline = waitTime.deadline(query.single(QueryParameters.TIMEOUT));
        return streams.continued(backups.backUp(RequestContext.caller(request), deadline), BackupResource::response);
    }

    private static Response response(OnlineBackup backup) {
        StreamingOutput body = backup::writeTo;
        return Response.ok(body)
                .header(HttpHeaders.CONTENT_TYPE, BackupWriter.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(Headers.REVISION, backup.header().revision())
                .build();
    }
}
