package io.concord.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AccessOptionsTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    private Access access(String... arguments) {
        environment.putIfAbsent("HOME", home.toString());
        var options = new AccessOptions(environment);
        var line = CommandLine.Model.CommandSpec.create()
                .addMixin("access", CommandLine.Model.CommandSpec.forAnnotatedObject(options));
        new CommandLine(line).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options.access();
    }

    private void profiles(String text) throws IOException {
        var directory = Files.createDirectories(home.resolve(".config/concord"));
        Files.writeString(directory.resolve("profiles.properties"), text);
    }

    @Test
    void the_environment_names_the_cluster() {
        environment.put("CONCORD_ENDPOINTS", "http://a:1, https://b:2");
        environment.put("CONCORD_TOKEN", "to.ken");

        assertThat(access())
                .isEqualTo(new Access(
                        List.of(URI.create("http://a:1"), URI.create("https://b:2")),
                        Optional.of("to.ken"),
                        Optional.empty(),
                        Duration.ofSeconds(10)));
    }

    @Test
    void options_go_before_the_environment() throws IOException {
        environment.put("CONCORD_ENDPOINTS", "http://a:1");
        environment.put("CONCORD_TOKEN", "of.environment");
        var file = Files.writeString(home.resolve("token"), "Authorization: Bearer of.file\n");

        var access = access("--endpoint", "http://c:3,http://d:4", "--token-file", file.toString(), "--timeout", "3s");

        assertThat(access.endpoints()).containsExactly(URI.create("http://c:3"), URI.create("http://d:4"));
        assertThat(access.token()).contains("of.file");
        assertThat(access.timeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_named_profile_goes_before_the_environment_and_the_default_one_behind_it() throws IOException {
        environment.put("CONCORD_ENDPOINTS", "http://a:1");
        profiles("""
                default.endpoints=http://d:4
                default.token=of.default
                prod.endpoints=https://p:9443
                prod.ca-file=/etc/concord/ca.pem
                """);

        assertThat(access().endpoints()).containsExactly(URI.create("http://a:1"));
        assertThat(access().token()).contains("of.default");
        assertThat(access("--profile", "prod").endpoints()).containsExactly(URI.create("https://p:9443"));
        assertThat(access("--profile", "prod").authorities()).contains(Path.of("/etc/concord/ca.pem"));
    }

    @Test
    void a_profile_that_is_not_there_or_says_nonsense_is_refused() throws IOException {
        environment.put("CONCORD_ENDPOINTS", "http://a:1");

        assertThatThrownBy(() -> access("--profile", "prod")).hasMessageContaining("no profile 'prod'");
        profiles("prod.endpoint=http://a:1");
        assertThatThrownBy(() -> access("--profile", "prod"))
                .hasMessageContaining("'prod.endpoint'")
                .hasMessageContaining("NAME.endpoints");
    }

    @Test
    void without_a_cluster_the_message_says_how_to_name_one() {
        assertThatThrownBy(this::access)
                .hasMessageContaining("--endpoint")
                .hasMessageContaining("CONCORD_ENDPOINTS")
                .hasMessageContaining("--profile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a:1", "ftp://a:1", "http://a:1/path", "http://user@a:1", "http://a:1?x=1", "http://", "h t"})
    void what_is_no_endpoint_is_refused(String text) {
        environment.put("CONCORD_ENDPOINTS", text);

        assertThatThrownBy(this::access).isInstanceOf(RemoteFailure.class).hasMessageContaining("https://host:port");
    }

    @Test
    void a_token_is_never_shown() throws IOException {
        environment.put("CONCORD_ENDPOINTS", "http://a:1");
        environment.put("CONCORD_TOKEN", "se cret");

        assertThatThrownBy(this::access).hasMessageContaining("CONCORD_TOKEN").hasMessageNotContaining("se cret");
        assertThatThrownBy(() -> access("--token", "a", "--token-file", "b")).hasMessageContaining("not both");
        assertThatThrownBy(() -> access("--token-file", home.resolve("none").toString()))
                .hasMessageContaining("cannot be read");
        environment.put("CONCORD_TOKEN", "secret");
        assertThat(access()).asString().doesNotContain("secret");
    }
}
