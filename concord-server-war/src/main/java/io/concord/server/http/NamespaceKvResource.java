package io.concord.server.http;

import io.concord.core.protocol.Routes;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.StoreService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;

/** The entries of any namespace: {@code /v1/namespaces/{namespace}/kv/{key}}, and as for the default one. */
@Path(Routes.NAMESPACES + "/{namespace}/kv{path: (/.*)?}")
@Dependent
public class NamespaceKvResource extends EntryResource {
    @Inject
    public NamespaceKvResource(StoreService store, NodeConfig config) {
        super(store, config);
    }
}
