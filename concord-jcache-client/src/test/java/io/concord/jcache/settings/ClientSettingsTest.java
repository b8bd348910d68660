package io.concord.jcache.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concord.jcache.api.InvalidSettingsException;
import io.concord.jcache.api.TokenSupplier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from, and what is said about wrong ones. */
class ClientSettingsTest {
    private static final URI NAMED = URI.create("concord://named:9443/");

    private final Properties properties = new Properties();
    private final Map<String, String> variables = new HashMap<>();
    private String file = "";

    @TempDir
    private Path directory = Path.of("");

    /** A supplier that is named by its class. */
    public static final class Vault implements TokenSupplier {
        @Override
        public String token() {
            return "from-the-vault";
        }
    }

    @Test
    void without_any_setting_the_local_cluster_is_meant() {
        var settings = read(ClientSettings.DEFAULT_URI);

        assertThat(settings.address().endpoints())
                .containsExactly(
                        URI.create("http://127.0.0.1:9080"),
                        URI.create("http://127.0.0.1:9081"),
                        URI.create("http://127.0.0.1:9082"));
        assertThat(settings.token()).isEqualTo(new TokenOrigin.None());
        assertThat(settings.tls()).isEqualTo(TlsSettings.STANDARD);
        assertThat(settings.transport().timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void the_variables_of_concord_dev_env_are_enough() {
        variables.put("CONCORD_ENDPOINTS", "http://127.0.0.1:9180,https://127.0.0.1:9544");
        variables.put("CONCORD_TOKEN", "t0ken");

        var settings = read(ClientSettings.DEFAULT_URI);

        assertThat(settings.address().endpoints())
                .containsExactly(URI.create("http://127.0.0.1:9180"), URI.create("https://127.0.0.1:9544"));
        assertThat(settings.token()).isEqualTo(new TokenOrigin.Fixed("t0ken"));
    }

    @Test
    void properties_override_the_address_which_overrides_variables_which_override_the_file() {
        file = "concord.client.endpoints=concord://file/\nconcord.client.timeout-millis=1\n"
                + "concord.client.operations-max=7\nconcord.client.connect-timeout-millis=8";
        assertThat(host(ClientSettings.DEFAULT_URI)).isEqualTo("file");

        variables.put("CONCORD_CLIENT_ENDPOINTS", "concord://variable/");
        variables.put("CONCORD_CLIENT_TIMEOUT_MILLIS", "2");
        variables.put("CONCORD_CLIENT_OPERATIONS_MAX", "9");
        assertThat(host(ClientSettings.DEFAULT_URI)).isEqualTo("variable");
        assertThat(host(NAMED)).isEqualTo("named");

        properties.setProperty("concord.client.endpoints", "concord://property/");
        properties.put("concord.client.timeout-millis", 3);
        assertThat(host(NAMED)).isEqualTo("property");
        var transport = read(NAMED).transport();
        assertThat(transport.timeout()).isEqualTo(Duration.ofMillis(3));
        assertThat(transport.operationsMax()).isEqualTo(9);
        assertThat(transport.connectTimeout()).isEqualTo(Duration.ofMillis(8));
    }

    @Test
    void a_token_comes_as_text_from_a_file_or_from_the_applications_code() throws IOException {
        var tokenFile = Files.writeString(directory.resolve("token"), "t0ken");
        variables.put("CONCORD_CLIENT_TOKEN_FILE", tokenFile.toString());
        assertThat(read(NAMED).token()).isEqualTo(new TokenOrigin.InFile(tokenFile));

        TokenSupplier supplier = () -> "mine";
        properties.put("concord.client.token-supplier", supplier);
        assertThat(read(NAMED).token()).isEqualTo(new TokenOrigin.Supplied(supplier));

        properties.put("concord.client.token-supplier", Vault.class.getName());
        assertThat(read(NAMED).token())
                .isInstanceOfSatisfying(
                        TokenOrigin.Supplied.class,
                        supplied -> assertThat(supplied.supplier()).isInstanceOf(Vault.class));
    }

    @Test
    void stores_have_the_type_that_their_name_ends_with() throws IOException {
        var authority = Files.writeString(directory.resolve("ca.crt"), "");
        var own = Files.writeString(directory.resolve("own.p12"), "");
        properties.setProperty("concord.client.tls.truststore", authority.toString());
        properties.setProperty("concord.client.tls.keystore", own.toString());
        properties.setProperty("concord.client.tls.keystore-password", "s3cret");

        var tls = read(NAMED).tls();

        assertThat(tls.truststore()).map(TlsSettings.Store::type).contains("PEM");
        assertThat(tls.keystore()).map(TlsSettings.Store::type).contains("PKCS12");
        assertThat(tls.keystore()).flatMap(TlsSettings.Store::password).contains("s3cret");
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_with_what_was_meant() {
        properties.setProperty("concord.client.timeout-milis", "9");
        properties.setProperty("concord.client.timeout-millis", "soon");
        properties.setProperty("concord.client.operations-max", "0");
        properties.setProperty("concord.client.tls.truststore", "/no/such/file.pem");
        properties.setProperty("concord.client.tls.keystore-password", "s3cret");
        properties.setProperty("other.setting", "is not ours");
        variables.put("CONCORD_CLIENT_TOKN", "s3cret");
        variables.put("CONCORD_NODE_ID", "n1");
        file = "concord.colour=red";

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(NAMED))
                .satisfies(failure -> assertThat(failure.problems())
                        .containsExactlyInAnyOrder(
                                "property concord.client.timeout-milis is not a setting of the client; did you mean"
                                        + " concord.client.timeout-millis?",
                                "in concord.properties: concord.colour is not a setting of the client; see"
                                        + " docs/client-configuration.md for all of them",
                                "variable CONCORD_CLIENT_TOKN is not a setting of the client; did you mean"
                                        + " CONCORD_CLIENT_TOKEN?",
                                "property concord.client.timeout-millis is 'soon'; it is a number between 1 and 60000",
                                "property concord.client.operations-max is '0'; it is a number between 1 and 1000000",
                                "property concord.client.tls.truststore is '/no/such/file.pem', which is not a file that"
                                        + " can be read",
                                "property concord.client.tls.keystore-password is set, but concord.client.tls.keystore"
                                        + " is not"))
                .withMessageNotContaining("s3cret");
    }

    @Test
    void nothing_is_kept_in_memory_unless_asked_for() {
        assertThat(read(NAMED).near()).isEqualTo(NearSettings.STANDARD);
        assertThat(NearSettings.STANDARD.mode()).isEqualTo(NearSettings.Mode.OFF);

        properties.setProperty("concord.client.near-cache", "bounded");
        properties.setProperty("concord.client.near-cache-staleness-millis", "3000");
        variables.put("CONCORD_CLIENT_NEAR_CACHE_ENTRIES_MAX", "7");
        file = "concord.client.near-cache-bytes-max=2048";

        assertThat(read(NAMED).near())
                .isEqualTo(new NearSettings(NearSettings.Mode.BOUNDED, Duration.ofSeconds(3), 7, 2048));
    }

    @Test
    void a_near_cache_of_no_known_kind_or_size_is_refused() {
        properties.setProperty("concord.client.near-cache", "always");
        properties.setProperty("concord.client.near-cache-entries-max", "0");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(NAMED))
                .satisfies(failure -> assertThat(failure.problems())
                        .containsExactlyInAnyOrder(
                                "concord.client.near-cache is 'always'; it is off, validated or bounded",
                                "property concord.client.near-cache-entries-max is '0'; it is a number between 1 and"
                                        + " 10000000"));
    }

    @Test
    void a_token_given_twice_or_of_impossible_characters_is_refused_and_not_repeated() {
        properties.setProperty("concord.client.token", "s3cret\r\nX-Evil: 1");
        properties.setProperty("concord.client.token-supplier", "no.such.Type");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(NAMED))
                .withMessageContaining("given twice")
                .withMessageContaining("concord.client.token-supplier is neither");

        properties.remove("concord.client.token-supplier");
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(NAMED))
                .withMessageContaining("visible ASCII")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void no_secret_is_ever_shown() throws IOException {
        var store = Files.writeString(directory.resolve("own.p12"), "");
        properties.setProperty("concord.client.token", "s3cret");
        properties.setProperty("concord.client.tls.keystore", store.toString());
        properties.setProperty("concord.client.tls.keystore-password", "s3cret");

        assertThat(read(NAMED).toString()).contains("own.p12").doesNotContain("s3cret");

        properties.setProperty("concord.client.endpoints", "https://user:s3cret@h1/");
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(NAMED))
                .withMessageContaining("give the token by property")
                .withMessageNotContaining("s3cret");
        properties.setProperty("concord.client.endpoints", "https://user:s3cret%@h1/");
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> read(NAMED))
                .withMessageContaining("not a URI")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void the_document_has_exactly_the_keys_with_their_defaults() throws IOException {
        var rows = Files.readAllLines(Path.of("..", "docs", "client-configuration.md")).stream()
                .filter(line -> line.startsWith("| `concord.client."))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ClientKey.values())
                        .map(key -> "| `" + key.key() + "` | "
                                + key.standard().map(String::valueOf).orElse("") + " | " + key.why() + " |")
                        .toList());
    }

    private String host(URI uri) {
        return read(uri).address().endpoints().get(0).getHost();
    }

    private ClientSettings read(URI uri) {
        return ClientSettings.read(uri, properties, loader(), variables);
    }

    /** Has the file beside the classes of the test. */
    private ClassLoader loader() {
        return new ClassLoader(getClass().getClassLoader()) {
            @Override
            public @Nullable InputStream getResourceAsStream(String name) {
                return name.equals(SettingSources.FILE)
                        ? new ByteArrayInputStream(file.getBytes(StandardCharsets.ISO_8859_1))
                        : super.getResourceAsStream(name);
            }
        };
    }
}
