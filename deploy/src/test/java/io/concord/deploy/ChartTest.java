package io.concord.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Helm makes of the chart. {@code -Drewrite=true} writes the manifests for those without Helm anew. */
class ChartTest {
    static String rendered(Map<String, String> values) {
        var template = new Helm(Project.CHART)
                .template()
                .withName("concord")
                .withNamespace("concord")
                .withKubeVersion("1.32.0");
        values.forEach(template::set);
        return template.call();
    }

    @Test
    void it_passes_the_lint() {
        var result = new Helm(Project.CHART).lint().strict().call();

        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void the_manifests_for_kubectl_are_what_helm_makes_of_the_defaults() throws IOException {
        var rendered = rendered(Map.of());
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(Project.MANIFESTS, rendered);
        }

        assertThat(Project.text(Project.MANIFESTS)).isEqualTo(rendered);
    }

    @Test
    void the_founding_is_a_matter_of_the_config_map_alone_so_that_its_end_restarts_nothing() {
        var founding = rendered(Map.of("cluster.bootstrap", "true"));

        assertThat(lines(founding)).containsOnlyOnce("  CONCORD_CLUSTER_BOOTSTRAP: \"true\"");
        assertThat(founding.replace("BOOTSTRAP: \"true\"", "BOOTSTRAP: \"false\""))
                .isEqualTo(rendered(Map.of()));
    }

    @Test
    void growing_restarts_nothing_and_names_the_new_pod_to_itself() {
        var before = rendered(Map.of());
        var after = rendered(Map.of("replicas", "4"));

        var others = lines(after).stream()
                .filter(line -> !lines(before).contains(line))
                .toList();
        assertThat(others)
                .hasSize(2)
                .contains("  replicas: 4")
                .contains("  CONCORD_CLUSTER_MEMBERS: \"concord-0,concord-1,concord-2,concord-3\"");
    }

    @Test
    void keys_of_an_issuer_are_fetched_and_then_the_way_to_them_is_open() {
        var documents = Tree.documents(rendered(Map.of("tokens.keySetUrl", "https://issuer.example/keys")));

        var policy = Manifests.of(documents, "NetworkPolicy").get(0);
        assertThat(policy.items("spec/egress"))
                .anyMatch(rule -> !rule.has("to") && rule.text("ports/0/port").equals("443"));
        assertThat(Manifests.environment(documents, 0))
                .containsEntry("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "https://issuer.example/keys");
        assertThat(documents.toString()).doesNotContain("token-key");
    }

    @Test
    void a_value_that_it_does_not_know_is_refused() {
        assertThatThrownBy(() -> rendered(Map.of("replica", "5"))).hasMessageContaining("replica");
        assertThatThrownBy(() -> rendered(Map.of("settings.CONCORDX", "5"))).hasMessageContaining("CONCORDX");
    }

    @Test
    void openshift_may_choose_the_user() {
        var documents = Tree.documents(
                rendered(Map.of("podSecurityContext.runAsUser", "null", "podSecurityContext.fsGroup", "null")));

        var security = Manifests.pod(documents).get("spec/securityContext");
        assertThat(security.members()).containsKey("runAsNonRoot").doesNotContainKeys("runAsUser", "fsGroup");
    }

    @Test
    void chart_and_compose_file_have_the_version_of_the_product() throws IOException {
        var chart = Tree.document(Project.text(Project.CHART.resolve("Chart.yaml")));

        assertThat(chart.text("version")).isEqualTo(Project.version());
        assertThat(chart.text("appVersion")).isEqualTo(Project.version());
        assertThat(Tree.document(Project.text(Project.CHART.resolve("values.yaml")))
                        .text("image/tag"))
                .isEqualTo(Project.version());
        assertThat(Project.text(Project.COMPOSE)).contains("concord:" + Project.version() + "}");
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
