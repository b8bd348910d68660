package io.concord.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.concord.server.config.Discovery;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests for Kubernetes: of Kubernetes' own form, and true to the product. */
class ManifestsTest {
    /** For open requests, before Open Liberty stops the application. */
    private static final int QUIESCE_SECONDS = 30;

    /** Two elections each for the successor and for its taking over, and ten seconds for the replica's thread. */
    private static final int HAND_OVER_SECONDS = 4 + 10;

    private interface Check {
        void of(JsonElement document) throws IOException;
    }

    private static final Map<String, Check> TYPES = Map.of(
            "ConfigMap", V1ConfigMap::validateJsonElement,
            "Namespace", V1Namespace::validateJsonElement,
            "NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "Service", V1Service::validateJsonElement,
            "StatefulSet", V1StatefulSet::validateJsonElement);

    private List<Tree> documents = List.of();

    static Stream<Tree> everything() throws IOException {
        return Stream.of(
                        Project.text(Project.MANIFESTS),
                        Project.text(Project.MANIFESTS.resolveSibling("namespace.yaml")),
                        ChartTest.rendered(Map.of("tokens.keySetUrl", "https://issuer.example/keys")),
                        ChartTest.rendered(Map.of("storage.className", "fast", "jvmArguments", "-Xmx2g")))
                .flatMap(text -> Tree.documents(text).stream());
    }

    @BeforeEach
    void read() throws IOException {
        documents = Tree.documents(Project.text(Project.MANIFESTS));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void every_document_has_the_fields_of_its_kind_and_no_others(Tree document) {
        var check = Objects.requireNonNull(TYPES.get(document.text("kind")), document.text("kind"));

        assertThatCode(() -> check.of(json(document))).doesNotThrowAnyException();
    }

    @Test
    void a_field_that_kubernetes_does_not_know_would_be_found() throws IOException {
        var misspelt = Manifests.of(
                        Tree.documents(Project.text(Project.MANIFESTS)
                                .replace("terminationGracePeriodSeconds", "terminationGraceSeconds")),
                        "StatefulSet")
                .get(0);

        assertThatThrownBy(() -> V1StatefulSet.validateJsonElement(json(misspelt)))
                .hasMessageContaining("terminationGraceSeconds");
    }

    @Test
    void every_pod_has_a_configuration_that_a_node_starts_with() {
        for (var ordinal = 0; ordinal < 3; ordinal++) {
            var environment = Manifests.environment(documents, ordinal);

            var node = Settings.read(environment);

            assertThat(node.nodeId()).isEqualTo("concord-" + ordinal);
            assertThat(node.bootstrap()).isFalse();
            assertThat(node.members())
                    .extracting(member -> member.id())
                    .containsExactly("concord-0", "concord-1", "concord-2");
            assertThat(environment)
                    .containsEntry("CONCORD_CLUSTER_TLS_KEYSTORE", "/concord/tls/" + node.nodeId() + ".p12");
        }
    }

    @Test
    void the_members_are_the_pods_by_their_names_and_are_found_by_the_headless_service() {
        var set = Manifests.of(documents, "StatefulSet").get(0);
        var headless = service(set.text("spec/serviceName"));

        assertThat(headless.text("spec/clusterIP")).isEqualTo("None");
        assertThat(headless.text("spec/publishNotReadyAddresses")).isEqualTo("true");
        var environment = Manifests.environment(documents, 1);
        var node = Settings.read(environment);
        assertThat(node.members())
                .filteredOn(member -> member.address().isPresent())
                .hasSize(1);
        assertThat(node.raft().discovery())
                .isEqualTo(new Discovery.Dns(
                        List.of(headless.text("metadata/name") + "." + headless.text("metadata/namespace")
                                + ".svc.cluster.local."),
                        Discovery.RecordType.A,
                        Optional.empty()));
        // All pods have the same port, which is what A records are good for, and each listens at its own address.
        assertThat(node.address().port()).isEqualTo(headless.number("spec/ports/0/port"));
        assertThat(environment).containsEntry("CONCORD_CLUSTER_HOST", "10.0.0.2");
        // A cluster is founded by all of its members together.
        assertThat(set.text("spec/podManagementPolicy")).isEqualTo("Parallel");
    }

    @Test
    void services_and_probes_name_ports_that_the_container_has_and_paths_that_the_product_has() throws IOException {
        var container = Manifests.container(documents);
        var ports = container.items("ports").stream()
                .collect(Collectors.toMap(port -> port.text("name"), port -> port.number("containerPort")));
        assertThat(ports).isEqualTo(Map.of("https", 9443, "cluster", 7800));

        for (var service : Manifests.of(documents, "Service")) {
            for (var port : service.items("spec/ports")) {
                assertThat(ports).containsEntry(port.text("targetPort"), port.number("port"));
            }
        }
        var openapi = Tree.document(
                Project.text(Project.HOME.resolve("concord-server-war/src/main/resources/META-INF/openapi.yaml")));
        for (var probe : Map.of("startup", "/health/started", "liveness", "/health/live", "readiness", "/health/ready")
                .entrySet()) {
            var get = container.get(probe.getKey() + "Probe/httpGet");
            assertThat(get.text("path")).isEqualTo(probe.getValue());
            assertThat(openapi.get("paths").members()).containsKey(get.text("path"));
            assertThat(ports).containsKey(get.text("port"));
        }
    }

    @Test
    void a_planned_stop_has_time_to_hand_over() {
        var pod = Manifests.pod(documents);
        var sleep = Manifests.container(documents).items("lifecycle/preStop/exec/command");

        assertThat(sleep.get(0).text()).isEqualTo("sleep");
        assertThat(pod.number("spec/terminationGracePeriodSeconds"))
                .isGreaterThan(Integer.parseInt(sleep.get(1).text()) + QUIESCE_SECONDS + HAND_OVER_SECONDS);
    }

    @Test
    void the_network_is_open_to_members_clients_and_monitoring_alone() {
        var policy = Manifests.of(documents, "NetworkPolicy").get(0);
        assertThat(policy.items("spec/policyTypes")).extracting(Tree::text).containsExactly("Ingress", "Egress");
        var ingress = policy.items("spec/ingress");
        assertThat(ingress).allMatch(rule -> rule.has("from") && rule.has("ports"));
        var cluster =
                ingress.stream().filter(rule -> ports(rule).contains("7800")).toList();
        assertThat(cluster).hasSize(1);
        assertThat(ports(cluster.get(0))).containsExactly("7800");
        assertThat(cluster.get(0).items("from")).hasSize(1);
        assertThat(labels(cluster.get(0).get("from/0/podSelector/matchLabels")))
                .isEqualTo(labels(policy.get("spec/podSelector/matchLabels")));
        assertThat(policy.items("spec/egress"))
                .extracting(ManifestsTest::ports)
                .containsExactly(List.of("7800"), List.of("53", "53"));
    }

    @Test
    void every_selector_finds_the_pods() {
        var labels = labels(Manifests.pod(documents).get("metadata/labels"));

        for (var service : Manifests.of(documents, "Service")) {
            assertThat(labels).containsAllEntriesOf(labels(service.get("spec/selector")));
        }
        for (var kind : List.of("StatefulSet", "PodDisruptionBudget")) {
            assertThat(labels)
                    .containsAllEntriesOf(
                            labels(Manifests.of(documents, kind).get(0).get("spec/selector/matchLabels")));
        }
        assertThat(Manifests.of(documents, "PodDisruptionBudget").get(0).number("spec/maxUnavailable"))
                .isOne();
    }

    @Test
    void a_pod_has_no_right_that_it_does_not_use() {
        assertThat(documents)
                .extracting(document -> document.text("kind"))
                .doesNotContain("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "Secret");
        var pod = Manifests.pod(documents).get("spec");
        assertThat(pod.text("automountServiceAccountToken")).isEqualTo("false");
        assertThat(pod.text("securityContext/runAsNonRoot")).isEqualTo("true");
        var security = Manifests.container(documents).get("securityContext");
        assertThat(security.text("readOnlyRootFilesystem")).isEqualTo("true");
        assertThat(security.text("allowPrivilegeEscalation")).isEqualTo("false");
        assertThat(security.items("capabilities/drop")).extracting(Tree::text).containsExactly("ALL");
    }

    @Test
    void what_the_image_writes_to_is_mounted_and_every_mount_has_its_volume() throws IOException {
        var mounts = Manifests.container(documents).items("volumeMounts");
        var volumes = Stream.concat(
                        Manifests.pod(documents).items("spec/volumes").stream().map(volume -> volume.text("name")),
                        Manifests.of(documents, "StatefulSet").get(0).items("spec/volumeClaimTemplates").stream()
                                .map(claim -> claim.text("metadata/name")))
                .toList();

        assertThat(mounts).extracting(mount -> mount.text("name")).containsExactlyInAnyOrderElementsOf(volumes);
        assertThat(mounts.stream().filter(mount -> !mount.has("readOnly")).map(mount -> mount.text("mountPath")))
                .containsExactlyInAnyOrder("/tmp", image("CONCORD_DATA_DIR"), image("WLP_OUTPUT_DIR"));
        for (var name : List.of("KEYSTORE", "TRUSTSTORE")) {
            assertThat(Manifests.environment(documents, 0).get("CONCORD_CLUSTER_TLS_" + name + "_PASSWORD_FILE"))
                    .startsWith("/concord/tls/");
        }
    }

    private static String image(String variable) throws IOException {
        return Project.matches(variable + "=(\\S+)", Project.text(Project.CONTAINERFILE))
                .get(0)
                .group(1);
    }

    private Tree service(String name) {
        return Manifests.of(documents, "Service").stream()
                .filter(service -> service.text("metadata/name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ports(Tree rule) {
        return rule.items("ports").stream().map(port -> port.text("port")).toList();
    }

    private static Map<String, String> labels(Tree labels) {
        return labels.members().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().text()));
    }

    private static JsonElement json(Tree document) {
        return new Gson().toJsonTree(document.node());
    }
}
