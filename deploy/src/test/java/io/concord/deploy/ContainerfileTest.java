package io.concord.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recipe of the image names what is there. What it makes is started by {@code ContainerIT}. */
class ContainerfileTest {
    private String recipe = "";

    @BeforeEach
    void read() throws IOException {
        recipe = Project.text(Project.CONTAINERFILE);
    }

    @Test
    void every_file_that_it_copies_out_of_the_project_is_there() {
        var sources = Project.matches("^COPY (?!--from)(\\S+) /", recipe);

        assertThat(sources)
                .hasSizeGreaterThan(2)
                .allSatisfy((MatchResult source) ->
                        assertThat(Project.HOME.resolve(source.group(1))).exists());
        assertThat(Files.isExecutable(Project.DEPLOY.resolve("concord-server"))).isTrue();
        assertThat(Files.isExecutable(Project.DEPLOY.resolve("container/healthcheck")))
                .isTrue();
    }

    @Test
    void it_has_the_open_liberty_that_the_build_tests_with() throws IOException {
        var tested = Project.matches(
                "<openliberty.version>(.*)</openliberty.version>", Project.text(Project.HOME.resolve("pom.xml")));

        assertThat(recipe).contains("open-liberty:" + tested.get(0).group(1) + "-full-java17-");
    }

    @Test
    void its_variables_are_settings_and_its_ports_those_of_the_server() throws IOException {
        var environment = Project.matches("^(?:ENV| {3}) (\\w+)=(\\S+)", recipe).stream()
                .collect(Collectors.toMap((MatchResult variable) -> variable.group(1), variable -> variable.group(2)));
        Settings.requireKnown(environment);
        assertThat(environment)
                .containsEntry("CONCORD_HTTPS_HOST", "*")
                .doesNotContainKey("CONCORD_HTTP_HOST")
                .hasSizeGreaterThan(6);

        var variables = Project.matches("<variable name=\"([^\"]+)\"", Project.text(Project.SERVER_XML)).stream()
                .map(variable -> variable.group(1))
                .toList();
        assertThat(variables).contains("concord.https.host", "concord.http.port", "concord.https.port");
        assertThat(recipe).contains("EXPOSE " + environment.get("CONCORD_HTTPS_PORT") + " 7800");
    }

    @Test
    void it_runs_as_nobody_in_particular_and_keeps_no_password() {
        var users = Project.matches("^USER (\\d+)$", recipe);

        assertThat(users.get(users.size() - 1).group(1)).isNotEqualTo("0");
        assertThat(recipe).containsSubsequence("rm -f", "server.env", "FROM ${RUNTIME_IMAGE}");
        assertThat(recipe.toLowerCase(java.util.Locale.ROOT)).doesNotContain("password=");
    }

    @Test
    void its_options_keep_the_filter_of_those_that_are_shipped_and_leave_the_memory_to_the_container()
            throws IOException {
        var shipped = Project.text(Project.SERVER_XML.resolveSibling("jvm.options"));
        var options = Project.text(Project.DEPLOY.resolve("container/jvm.options"));

        for (var option : Map.of("-Djdk.serialFilter=!*", shipped, "-Djava.net.preferIPv4Stack=true", shipped)
                .keySet()) {
            assertThat(shipped.lines()).contains(option);
            assertThat(options.lines()).contains(option);
        }
        assertThat(options).contains("-XX:MaxRAMPercentage=").doesNotContain("-Xm");
    }
}
