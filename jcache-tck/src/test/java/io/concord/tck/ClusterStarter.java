package io.concord.tck;

import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.FreePorts;
import io.concord.cli.cluster.LaunchOptions;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.ServerCertificates;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts three servers before the first test of a JVM that is given an Open Liberty, and stops them when the JVM ends, however
 * the tests do. The client finds them by a {@code concord.properties} on the class path, and speaks to them by TLS.
 */
public final class ClusterStarter implements LauncherSessionListener {
    private static final String LIBERTY_HOME = "liberty.home";
    private static final Duration START_PATIENCE = Duration.ofMinutes(4);
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(1);
    private static final Path DATA = Path.of("target", "clusters", "tck").toAbsolutePath();
    private static final Path CLASS_PATH = Path.of("target", "test-classes").toAbsolutePath();

    /** A cache without declared types says by configuration what may be in it. */
    private static final String CLASSES_OF_UNTYPED_CACHES = "domain.*";

    private static @Nullable LocalCluster cluster;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        var libertyHome = System.getProperty(LIBERTY_HOME);
        if (libertyHome != null) {
            start(Path.of(libertyHome));
        }
    }

    private static synchronized void start(Path libertyHome) {
        if (cluster != null) {
            return;
        }
        try {
            delete(DATA);
            Files.createDirectories(DATA.getParent());
            var started = new LocalCluster(
                    new ClusterLayout("tck", new FreePorts().nodes(3), DATA, libertyHome),
                    LaunchOptions.NONE.withJvmArguments("-XX:TieredStopAtLevel=1"));
            cluster = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-cluster"));
            started.startAllAndAwaitReady(START_PATIENCE);
            writeSettings(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writeSettings(LocalCluster cluster) throws IOException, GeneralSecurityException {
        var truststore = ServerCertificates.writeTrusted(cluster, DATA.resolve("nodes.pem"));
        var settings = new Properties();
        settings.setProperty("concord.client.endpoints", ServerCertificates.endpoints(cluster));
        settings.setProperty("concord.client.tls.truststore", truststore.toString());
        settings.setProperty("concord.client.token", cluster.tokens().mint("tck", TokenGroup.ADMIN, TOKEN_VALIDITY));
        settings.setProperty("concord.client.serial-filter", CLASSES_OF_UNTYPED_CACHES);
        try (var out = Files.newOutputStream(CLASS_PATH.resolve("concord.properties"))) {
            settings.store(out, null);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
