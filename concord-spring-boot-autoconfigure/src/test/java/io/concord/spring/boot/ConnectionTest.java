package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.api.InvalidSettingsException;
import io.concord.jcache.api.TokenSupplier;
import io.concord.spring.ConcordCacheManager;
import java.util.Map;
import java.util.Properties;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.cache.autoconfigure.JCachePropertiesCustomizer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

class ConnectionTest {
    private static final String ENDPOINTS = "concord.client.endpoints";

    @ParameterizedTest
    @CsvSource({
        "endpoints, concord+http://127.0.0.1:1/",
        "token, secret",
        "token-file, token.txt",
        "token-supplier, com.acme.Tokens",
        "tls.truststore, ca.pem",
        "tls.truststore-type, PEM",
        "tls.truststore-password, secret",
        "tls.keystore, own.p12",
        "tls.keystore-type, PKCS12",
        "tls.keystore-password, secret",
        "timeout-millis, 700",
        "connect-timeout-millis, 300",
        "requests-in-flight-max, 3",
        "operations-max, 17",
        "operation-bytes-max, 2048",
        "batch-operations-max, 5",
        "batch-bytes-max, 4096",
        "serial-filter, com.acme.**",
        "value-format-provider, com.acme.Formats",
        "undecodable, miss",
        "near-cache, bounded",
        "near-cache-staleness-millis, 900",
        "near-cache-entries-max, 12",
        "near-cache-bytes-max, 8192",
    })
    void each_setting_reaches_the_client_under_its_own_name(String name, String value) {
        Applications.withoutCaching()
                .withPropertyValues("concord.client." + name + "=" + value)
                .run(context -> assertThat(settings(context)).containsOnly(entryOf("concord.client." + name, value)));
    }

    @Test
    void an_application_without_properties_leaves_all_to_the_client() {
        Applications.withoutCaching()
                .run(context -> assertThat(settings(context)).isEmpty());
    }

    @Test
    void another_spelling_of_boots_is_the_same_setting() {
        Applications.withoutCaching()
                .withPropertyValues("concord.client.timeoutMillis=700")
                .run(context ->
                        assertThat(settings(context)).containsOnly(entryOf("concord.client.timeout-millis", "700")));
    }

    @Test
    void the_manager_is_opened_with_the_settings() {
        Applications.withCaching()
                .withPropertyValues(ENDPOINTS + "=concord+http://127.0.0.1:1/")
                .run(context -> assertThat(context.getBean(ConcordCacheManager.class)
                                .getCacheManager()
                                .getProperties()
                                .getProperty(ENDPOINTS))
                        .isEqualTo("concord+http://127.0.0.1:1/"));
    }

    @Test
    void a_setting_that_the_client_does_not_know_ends_the_start_with_the_nearest() {
        Applications.withCaching()
                .withPropertyValues("concord.client.timeout-milis=700")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSettingsException.class)
                        .hasMessageContaining("did you mean concord.client.timeout-millis?"));
    }

    @Test
    void connection_details_of_the_application_take_the_place_of_address_token_and_tls() {
        Applications.withoutCaching()
                .withPropertyValues(
                        ENDPOINTS + "=concord+http://127.0.0.1:1/",
                        "concord.client.token-file=token.txt",
                        "concord.client.tls.keystore=own.p12",
                        "concord.client.timeout-millis=700")
                .withBean(ConcordConnectionDetails.class, () -> new Container("concord+http://127.0.0.1:2/"))
                .run(context -> assertThat(settings(context))
                        .containsOnlyKeys(ENDPOINTS, "concord.client.token-supplier", "concord.client.timeout-millis")
                        .containsEntry(ENDPOINTS, "concord+http://127.0.0.1:2/"));
    }

    @Test
    void the_jcache_manager_of_boot_has_the_same_settings() {
        Applications.withCaching()
                .withPropertyValues(
                        "spring.cache.type=jcache",
                        "spring.cache.cache-names=books",
                        ENDPOINTS + "=concord+http://127.0.0.1:1/")
                .run(context -> assertThat(context.getBean(CacheManager.class)
                                .getProperties()
                                .getProperty(ENDPOINTS))
                        .isEqualTo("concord+http://127.0.0.1:1/"));
    }

    @Test
    void another_jcache_provider_gets_none_of_the_settings() {
        Applications.withoutCaching()
                .withPropertyValues("spring.cache.jcache.provider=com.acme.Provider")
                .run(context -> assertThat(context).doesNotHaveBean(JCachePropertiesCustomizer.class));
    }

    @Test
    void concords_provider_may_be_named() {
        Applications.withoutCaching()
                .withPropertyValues("spring.cache.jcache.provider=io.concord.jcache.ConcordCachingProvider")
                .run(context -> assertThat(context).hasSingleBean(JCachePropertiesCustomizer.class));
    }

    @Test
    void secrets_are_not_shown() {
        Applications.withoutCaching()
                .withPropertyValues("concord.client.token=hidden", "concord.client.tls.truststore-password=hidden")
                .run(context -> assertThat(context.getBean(ConcordClientProperties.class)
                                + context.getBean(ConcordConnectionDetails.class)
                                        .toString()
                                + context.getBean(ClientConnection.class))
                        .doesNotContain("hidden"));
    }

    private static Properties settings(AssertableApplicationContext context) {
        return context.getBean(ClientConnection.class).settings();
    }

    private static Map.Entry<Object, Object> entryOf(String key, String value) {
        return Map.entry(key, value);
    }

    private record Container(String endpoints) implements ConcordConnectionDetails {
        @Override
        public @Nullable String getEndpoints() {
            return endpoints;
        }

        @Override
        public TokenSupplier getTokenSupplier() {
            return () -> "secret";
        }
    }
}
