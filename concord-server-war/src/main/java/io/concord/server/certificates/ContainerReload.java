package io.concord.server.certificates;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** Open Liberty's own door for it, which server.xml opens for the key stores ({@code updateTrigger="mbean"}). */
public final class ContainerReload implements ContainerStores.Reload {
    private static final String DOOR = "WebSphere:service=com.ibm.ws.kernel.filemonitor.FileNotificationMBean";
    private static final String COLLECTION = "java.util.Collection";

    @Override
    public void changed(Path file) throws IOException {
        var changed = List.of(file.toString());
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName(DOOR),
                            "notifyFileChanges",
                            new Object[] {List.of(), changed, List.of()},
                            new String[] {COLLECTION, COLLECTION, COLLECTION});
        } catch (JMException e) {
            throw new IOException("Open Liberty does not take " + file + " anew: " + e, e);
        }
    }
}
