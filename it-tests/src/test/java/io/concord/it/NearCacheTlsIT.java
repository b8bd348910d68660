package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.ServerCertificates;
import io.concord.cli.cluster.TokenGroup;
import io.concord.it.cache.LossyProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Near caches whose reads and watches go by TLS. A line in between can be cut. */
@ExtendWith(SharedCluster.class)
class NearCacheTlsIT {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TIMEOUT_MILLIS = "3000";

    private final LocalCluster cluster;
    private final List<CachingProvider> providers = new ArrayList<>();

    @TempDir
    private Path directory = Path.of("");

    private URI direct = URI.create("");
    private URI cuttable = URI.create("");
    private Path trusted = Path.of("");
    private final LossyProxy line;

    NearCacheTlsIT(LocalCluster cluster) throws Exception {
        this.cluster = cluster;
        this.line = LossyProxy.open(cluster.layout().nodes().get(0).httpsPort(), NEVER, 1);
    }

    @BeforeEach
    void prepare() throws Exception {
        trusted = ServerCertificates.writeTrusted(cluster, directory.resolve("nodes.pem"));
        direct = URI.create(ServerCertificates.endpoints(cluster));
        var host = direct.getAuthority().substring(0, direct.getAuthority().indexOf(':'));
        cuttable = URI.create("concord://" + host + ":" + line.port() + "/");
    }

    @AfterEach
    void stop() throws Exception {
        providers.forEach(CachingProvider::close);
        line.close();
    }

    @Test
    void a_validated_near_cache_reads_what_others_have_written_and_nothing_without_the_cluster() {
        var writer = open("tls-validated", direct, "off");
        var reader = open("tls-validated", cuttable, "validated");
        writer.put("key", "old");
        assertThat(reader.get("key")).isEqualTo("old");
        assertThat(reader.get("key")).isEqualTo("old");

        writer.put("key", "new");

        assertThat(reader.get("key")).isEqualTo("new");
        line.cut();
        assertThatExceptionOfType(CacheException.class).isThrownBy(() -> reader.get("key"));
    }

    @Test
    void a_bounded_near_cache_serves_from_memory_without_the_cluster_and_hears_of_changes() {
        var writer = open("tls-bounded", direct, "off");
        var reader = open("tls-bounded", cuttable, "bounded");
        writer.put("key", "old");

        await().atMost(PATIENCE).until(() -> isServedWithoutTheCluster(reader, "old"));

        line.mend();
        writer.put("key", "new");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> "new".equals(reader.get("key")));
    }

    /** Once the near cache knows that what it keeps is fresh; it learns so from a read and its watch. */
    private boolean isServedWithoutTheCluster(Cache<String, String> reader, String value) {
        line.mend();
        try {
            reader.get("key");
            line.cut();
            return value.equals(reader.get("key"));
        } catch (CacheException notInMemory) {
            return false;
        }
    }

    private Cache<String, String> open(String name, URI uri, String nearCache) {
        var properties = new Properties();
        properties.setProperty("concord.client.tls.truststore", trusted.toString());
        properties.setProperty(
                "concord.client.token", cluster.tokens().mint("alice", TokenGroup.WRITER, Duration.ofHours(1)));
        properties.setProperty("concord.client.timeout-millis", TIMEOUT_MILLIS);
        properties.setProperty("concord.client.near-cache", nearCache);
        var provider = Caching.getCachingProvider(new ClassLoader(NearCacheTlsIT.class.getClassLoader()) {});
        providers.add(provider);
        return provider.getCacheManager(uri, null, properties)
                .createCache(name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }
}
