package io.concord.jcache.management;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * One MBean of one cache in the platform's MBean server, or none yet. Its name is
 * {@code javax.cache:type=<type>,CacheManager=<URI>,Cache=<name>} (JSR-107 §12.2) with what a name cannot hold replaced by
 * dots; where another manager of the same URI has that name already, the manager is called {@code <URI>#2} and so on.
 */
public final class Registration {
    private static final Pattern UNSAFE = Pattern.compile("[:=\n,*?\"]");
    private static final int MANAGERS_MAX = 1_000;

    private final String type;
    private final URI manager;
    private final String cache;
    private final Object bean;
    private @Nullable ObjectName registered;

    private Registration(String type, URI manager, String cache, Object bean) {
        this.type = type;
        this.manager = manager;
        this.cache = cache;
        this.bean = bean;
    }

    public static Registration ofStatistics(URI manager, String cache, CacheStatistics bean) {
        return new Registration("CacheStatistics", manager, cache, bean);
    }

    public static Registration ofConfiguration(URI manager, String cache, ConfigurationBean bean) {
        return new Registration("CacheConfiguration", manager, cache, bean);
    }

    /** Registers the bean or removes it; nothing, if that is how it is already. */
    public synchronized void set(boolean wanted) {
        try {
            if (wanted && registered == null) {
                registered = register(ManagementFactory.getPlatformMBeanServer());
            } else if (!wanted && registered != null) {
                unregister(ManagementFactory.getPlatformMBeanServer(), registered);
                registered = null;
            }
        } catch (JMException e) {
            throw new CacheException("the " + type + " MBean of cache '" + cache + "' cannot be changed", e);
        }
    }

    private ObjectName register(MBeanServer server) throws JMException {
        for (int number = 1; number <= MANAGERS_MAX; number++) {
            var name = name(number);
            if (takes(server, name)) {
                return name;
            }
        }
        throw new InstanceAlreadyExistsException(name(1).toString());
    }

    /** Takes the name, unless another manager has it. */
    private boolean takes(MBeanServer server, ObjectName name) throws JMException {
        try {
            server.registerMBean(bean, name);
            return true;
        } catch (InstanceAlreadyExistsException e) {
            return false;
        }
    }

    private static void unregister(MBeanServer server, ObjectName name) throws JMException {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            System.getLogger(Registration.class.getName())
                    .log(System.Logger.Level.DEBUG, "{0} was unregistered by somebody else", name);
        }
    }

    private ObjectName name(int number) throws JMException {
        return new ObjectName("javax.cache:type=" + type + ",CacheManager=" + safe(manager.toString())
                + (number == 1 ? "" : "#" + number) + ",Cache=" + safe(cache));
    }

    private static String safe(String text) {
        return UNSAFE.matcher(text).replaceAll(".");
    }
}
