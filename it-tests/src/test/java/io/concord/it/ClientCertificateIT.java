package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.ServerCertificates;
import io.concord.cli.cluster.TestCertificates;
import io.concord.cli.cluster.TokenGroup;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import javax.cache.CacheException;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that demands a certificate of its clients ({@code concord.https.client-authentication=required}). */
class ClientCertificateIT {
    private static final TestCertificates AUTHORITY = new TestCertificates("Clients");

    @TempDir
    private static Path directory = Path.of("");

    private static LocalCluster cluster = Clusters.of(1, "client-certificate");

    @BeforeAll
    static void start() throws Exception {
        AUTHORITY.keystore(keystore(), "CN=client");
        var authorities = Files.writeString(directory.resolve("clients.pem"), AUTHORITY.authority());
        cluster = Clusters.of(
                1,
                "client-certificate",
                Clusters.OPTIONS
                        .withEnvironment("CONCORD_HTTPS_CLIENT_AUTHENTICATION", "required")
                        .withEnvironment("CONCORD_HTTPS_CLIENT_AUTHORITIES", authorities.toString()));
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_client_with_a_certificate_is_served() throws Exception {
        var properties = properties();
        properties.setProperty("concord.client.tls.keystore", keystore().toString());
        properties.setProperty("concord.client.tls.keystore-password", TestCertificates.PASSWORD);

        assertThat(putAndGet(properties)).isEqualTo("value");
    }

    @Test
    void a_client_without_a_certificate_is_told_what_to_set() {
        assertThatThrownBy(() -> putAndGet(properties()))
                .isInstanceOf(CacheException.class)
                .hasStackTraceContaining("concord.client.tls.keystore");
    }

    private static String putAndGet(Properties properties) throws Exception {
        var uri = URI.create(ServerCertificates.endpoints(cluster));
        try (var provider = Caching.getCachingProvider(new ClassLoader(ClientCertificateIT.class.getClassLoader()) {});
                var manager = provider.getCacheManager(uri, null, properties);
                var cache = manager.createCache(
                        "certified", new MutableConfiguration<String, String>().setTypes(String.class, String.class))) {
            cache.put("key", "value");
            return String.valueOf(cache.get("key"));
        }
    }

    private static Properties properties() throws Exception {
        var properties = new Properties();
        properties.setProperty(
                "concord.client.tls.truststore",
                ServerCertificates.writeTrusted(cluster, directory.resolve("nodes.pem"))
                        .toString());
        properties.setProperty(
                "concord.client.token", cluster.tokens().mint("alice", TokenGroup.WRITER, Duration.ofHours(1)));
        return properties;
    }

    private static Path keystore() {
        return directory.resolve("client.p12");
    }
}
