package io.concord.server.http;

import io.concord.server.audit.AuditLog;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.StoreService;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Puts the {@link PathGate} where the gate before the container's own paths finds it. */
@WebListener
public class PathGatePublisher implements ServletContextListener {
    // Justification: field injection, because the container wants a listener to have a constructor without parameters.
    @Inject
    NodeConfig config;

    @Inject
    Callers callers;

    @Inject
    AuditLog audit;

    @Inject
    StoreService store;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        event.getServletContext()
                .setAttribute(
                        ContainerGate.PATH_GATE, new PathGate(config.access(), config.https(), callers, audit, store));
    }
}
