package io.concord.liberty;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Makes Open Liberty obey the {@code META-INF/MessageRouter.properties} of this bundle: it reads such files of all bundles, but
 * not before somebody has registered a handler of messages. This one is routed no message, and does nothing.
 */
public final class MessageRoutes implements BundleActivator {
    /** By name, because it is of the server's own SPI, which no registry has in the version of the server. */
    private static final String LOG_HANDLER = "com.ibm.wsspi.logging.LogHandler";

    @Override
    public void start(BundleContext context) throws ClassNotFoundException {
        context.registerService(
                LOG_HANDLER, idle(Class.forName(LOG_HANDLER)), FrameworkUtil.asDictionary(Map.of("id", "CONCORD")));
    }

    @Override
    public void stop(BundleContext context) {
        // The framework takes the service back.
    }

    private static Object idle(Class<?> handler) {
        return Proxy.newProxyInstance(
                MessageRoutes.class.getClassLoader(),
                new Class<?>[] {handler},
                (proxy, method, arguments) ->
                        method.getDeclaringClass().equals(Object.class) ? method.invoke(handler, arguments) : null);
    }
}
