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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that demand a certificate of their clients ({@code concord.https.client-authentication=required}). */
class ClientCertificateIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final TestCertificates AUTHORITY = new TestCertificates("Clients");

    @TempDir
    private static Path directory = Path.of("");

    private static LocalCluster cluster = Clusters.of(3, "client-certificate");

    @BeforeAll
    static void start() throws Exception {
        AUTHORITY.keystore(keystore(), "CN=client");
        var authorities = Files.writeString(directory.resolve("clients.pem"), AUTHORITY.authority());
        cluster = Clusters.of(
                3,
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

        assertThat(putAndGet(ServerCertificates.endpoints(cluster), properties)).isEqualTo("value");
    }

    @Test
    void every_server_demands_one_and_a_client_that_has_it_goes_on_when_the_leader_is_killed() throws Exception {
        var properties = properties();
        properties.setProperty("concord.client.tls.keystore", keystore().toString());
        properties.setProperty("concord.client.tls.keystore-password", TestCertificates.PASSWORD);
        properties.setProperty("concord.client.timeout-millis", "60000");

        try (var opened = open(ServerCertificates.endpoints(cluster), properties)) {
            var cache = opened.cache();
            cache.put("before", "1");
            var leader = Clusters.leader(cluster, ALL, Clusters.START_PATIENCE);
            cluster.kill(leader);
            cache.put("after", "2");

            assertThat(cache.getAll(Set.of("before", "after"))).isEqualTo(Map.of("before", "1", "after", "2"));

            cluster.start(leader);
            cluster.awaitReady(leader, Clusters.START_PATIENCE);
        }
        for (var uri : endpointsOneByOne()) {
            assertThatThrownBy(() -> putAndGet(uri, properties()))
                    .as(uri)
                    .hasStackTraceContaining("concord.client.tls.keystore");
            assertThat(putAndGet(uri, properties)).as(uri).isEqualTo("value");
        }
    }

    @Test
    void a_client_without_a_certificate_is_told_what_to_set() {
        assertThatThrownBy(() -> putAndGet(ServerCertificates.endpoints(cluster), properties()))
                .isInstanceOf(CacheException.class)
                .hasStackTraceContaining("concord.client.tls.keystore");
    }

    private static String putAndGet(String uri, Properties properties) {
        try (var opened = open(uri, properties)) {
            opened.cache().put("key", "value");
            return String.valueOf(opened.cache().get("key"));
        }
    }

    /** A cache of a provider of its own. */
    private record Opened(CachingProvider provider, Cache<String, String> cache) implements AutoCloseable {
        @Override
        public void close() {
            provider.close();
        }
    }

    private static Opened open(String uri, Properties properties) {
        var provider = Caching.getCachingProvider(new ClassLoader(ClientCertificateIT.class.getClassLoader()) {});
        var cache = provider.getCacheManager(URI.create(uri), null, properties)
                .createCache(
                        "certified", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
        return new Opened(provider, cache);
    }

    private static List<String> endpointsOneByOne() throws Exception {
        return Pattern.compile("[^/,]+:\\d+")
                .matcher(ServerCertificates.endpoints(cluster))
                .results()
                .map(address -> "concord://" + address.group() + "/")
                .toList();
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
