package io.concord.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The compose file: three nodes that start, and names that lead somewhere. {@code ContainerIT} starts them. */
class ComposeTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::([-?])([^}]*))?}");
    private static final List<String> NODES = List.of("n1", "n2", "n3");

    private Tree compose = new Tree("", null);

    @BeforeEach
    void read() throws IOException {
        compose = Tree.document(Project.text(Project.COMPOSE));
    }

    /** A value as compose makes it of {@code .env.example}. */
    static String interpolated(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> "-".equals(match.group(2)) ? match.group(3) : "");
    }

    @Test
    void every_node_has_a_configuration_that_it_starts_with() {
        for (var id : NODES) {
            var environment = new LinkedHashMap<String, String>();
            compose.get("services/" + id + "/environment")
                    .members()
                    .forEach((name, value) -> environment.put(name, interpolated(value.text())));

            var node = Settings.read(environment);

            assertThat(node.nodeId()).isEqualTo(id);
            assertThat(node.members()).extracting(member -> member.id()).isEqualTo(NODES);
            assertThat(node.bootstrap()).isFalse();
            assertThat(environment.get("CONCORD_CLUSTER_MEMBERS")).contains(id + "=" + id + ":7800");
        }
    }

    @Test
    void a_node_may_write_to_its_volumes_alone_and_is_nobody_in_particular() throws IOException {
        for (var id : NODES) {
            var node = compose.get("services/" + id);
            assertThat(node.text("read_only")).isEqualTo("true");
            assertThat(node.items("cap_drop")).extracting(Tree::text).containsExactly("ALL");
            assertThat(interpolated(node.text("user"))).isEqualTo("1001:0");
            assertThat(node.items("volumes"))
                    .extracting(Tree::text)
                    .containsExactly(id + "-data:/concord/data", id + "-run:/concord/run");
            // 30 s for open requests, 14 s for the hand-over and the log.
            assertThat(Integer.parseInt(node.text("stop_grace_period").replace("s", "")))
                    .isGreaterThan(44);
            assertThat(node.items("ports")).allMatch(port -> port.text().startsWith("127.0.0.1:"));
        }
        assertThat(Project.text(Project.CONTAINERFILE)).contains("=/concord/data", "=/concord/run");
    }

    @Test
    void every_file_that_is_mounted_is_there_or_made_by_the_program_for_it() throws IOException {
        var keys = Project.text(Project.COMPOSE.resolveSibling("Keys.java"));
        for (var secret : compose.get("secrets").members().entrySet()) {
            var file = secret.getValue().text("file");
            assertThat(file).isEqualTo("./keys/" + secret.getKey());
            assertThat(keys)
                    .contains(
                            secret.getKey().matches("n\\d\\.p12")
                                    ? "member + \".p12\""
                                    : "\"" + secret.getKey() + "\"");
        }
        for (var service : compose.get("services").members().values()) {
            for (var volume : service.items("volumes")) {
                var source = volume.text().split(":", -1)[0];
                if (source.startsWith(".")) {
                    assertThat(Project.COMPOSE.resolveSibling(source)).exists();
                } else {
                    assertThat(compose.get("volumes").members()).containsKey(source);
                }
            }
            for (var secret : service.items("secrets")) {
                assertThat(compose.get("secrets").members()).containsKey(secret.text());
            }
        }
        assertThat(compose.text("services/n1/build/dockerfile")).isEqualTo("deploy/container/Containerfile");
        assertThat(Project.COMPOSE
                        .resolveSibling(compose.text("services/n1/build/context"))
                        .normalize())
                .isEqualTo(Project.HOME);
    }

    @Test
    void prometheus_asks_every_node_where_it_answers() throws IOException {
        var prometheus = Tree.document(Project.text(Project.COMPOSE.resolveSibling("prometheus.yml")));

        var job = prometheus.get("scrape_configs/0");
        assertThat(job.text("job_name")).isEqualTo("concord");
        assertThat(job.text("scheme")).isEqualTo("https");
        assertThat(job.text("metrics_path")).isEqualTo("/metrics");
        assertThat(job.items("static_configs/0/targets"))
                .extracting(Tree::text)
                .containsExactly("n1:9443", "n2:9443", "n3:9443");
        assertThat(job.text("authorization/credentials_file")).isEqualTo("/run/secrets/prometheus-token");
        assertThat(compose.items("services/prometheus/volumes"))
                .extracting(Tree::text)
                .anyMatch(volume -> volume.endsWith(":" + prometheus.text("rule_files/0") + ":ro"));
    }

    @Test
    void grafana_finds_its_dashboard_where_it_is_mounted() throws IOException {
        var provider =
                Tree.document(Project.text(Project.DEPLOY.resolve("grafana/provisioning/dashboards/concord.yaml")));

        assertThat(compose.items("services/grafana/volumes"))
                .extracting(Tree::text)
                .anyMatch(volume -> volume.contains(":" + provider.text("providers/0/options/path") + "/"));
        assertThat(Project.text(Project.DEPLOY.resolve("grafana/provisioning/datasources/prometheus.yaml")))
                .contains("http://prometheus:9090");
    }

    @Test
    void the_example_of_the_environment_has_every_variable_that_must_be_set_and_no_secret() throws IOException {
        var example =
                Project.matches("^#?([A-Z_]+)=(.*)$", Project.text(Project.COMPOSE.resolveSibling(".env.example")))
                        .stream()
                        .collect(Collectors.toMap((MatchResult line) -> line.group(1), line -> line.group(2)));
        var used = VARIABLE.matcher(Project.text(Project.COMPOSE)).results().toList();

        assertThat(example.keySet())
                .containsAll(used.stream()
                        .filter(variable -> "?".equals(variable.group(2)))
                        .map(variable -> variable.group(1))
                        .toList());
        assertThat(used.stream().map(variable -> variable.group(1))).containsAll(example.keySet());
        assertThat(example)
                .containsEntry("MP_JWT_VERIFY_ISSUER", "")
                .containsEntry("CONCORD_CLUSTER_BOOTSTRAP", "false");
        assertThat(example.keySet()).noneMatch(name -> name.matches(".*(PASSWORD|SECRET|TOKEN).*"));
        assertThat(Map.copyOf(example)).doesNotContainValue("true");
    }
}
