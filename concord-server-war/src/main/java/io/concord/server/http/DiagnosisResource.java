package io.concord.server.http;

import io.concord.core.protocol.Routes;
import io.concord.server.service.DiagnosisService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What this node finds when it looks at itself, for {@code concord doctor}. */
@Path(Routes.CLUSTER_DIAGNOSIS)
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class DiagnosisResource {
    private final DiagnosisService diagnoses;

    @Context
    HttpServletRequest request;

    @Inject
    public DiagnosisResource(DiagnosisService diagnoses) {
        this.diagnoses = diagnoses;
    }

    @GET
    public CompletionStage<DiagnosisBody> diagnosis() {
        Query.parse(request.getQueryString(), Set.of());
        return diagnoses.diagnose(RequestContext.caller(request)).thenApply(DiagnosisBody::of);
    }
}
