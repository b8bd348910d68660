package io.concord.server.http;

import io.concord.server.audit.AuditLog;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.StoreService;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Puts the {@link PathGate} where the gate before the container's own paths finds it. */
@WebListener
public class PathGatePublisher implements ServletContextListener {
    // Justification: field injection, because the container wants a listener to have a constructor without parameters.
    // Providers, because the container injects a listener before the node has started, and calls it only after that.
    @Inject
    Provider<NodeConfig> config;

    @Inject
    Provider<Callers> callers;

    @Inject
    Provider<AuditLog> audit;

    @Inject
    Provider<StoreService> store;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var node = config.get();
        event.getServletContext()
                .setAttribute(
                        ContainerGate.PATH_GATE,
                        new PathGate(node.access(), node.https(), callers.get(), audit.get(), store.get()));
    }
}
