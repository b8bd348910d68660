package io.concord.server.http;

import io.concord.core.protocol.Routes;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.StoreService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;

/** The entries of the default namespace: {@code /v1/kv/{key}}, {@code /v1/kv?key=}, {@code /v1/kv?prefix=}. */
@Path(Routes.KV + "{path: (/.*)?}")
@Dependent
public class KvResource extends EntryResource {
    @Inject
    public KvResource(StoreService store, NodeConfig config) {
        super(store, config);
    }
}
