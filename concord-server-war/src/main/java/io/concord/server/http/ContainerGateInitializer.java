package io.concord.server.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link ContainerGate} before every web application of the server but Concord's own, which has its gate inside. The
 * server finds it as a service of the library that server.xml names in {@code bell}.
 */
public final class ContainerGateInitializer implements ServletContainerInitializer {
    /** The second is Open Liberty's word for it while an application starts. */
    private static final Set<String> ROOT = Set.of("", "/");

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        if (ROOT.contains(context.getContextPath())) {
            return;
        }
        var gate = context.addFilter("concord-gate", new ContainerGate());
        if (gate != null) {
            gate.setAsyncSupported(true);
            gate.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        }
    }
}
