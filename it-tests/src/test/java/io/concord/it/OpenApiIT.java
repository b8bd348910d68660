package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The servers do what their own OpenAPI document says, example by example. */
@ExtendWith(SharedCluster.class)
class OpenApiIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of one path: what is put can be read, and what is deleted has been there. */
    private static final List<String> ORDER = List.of("put", "get", "head", "post", "delete");

    /** The member that the examples remove: it must not be the one that is asked. */
    private static final String REMOVED = "n2";

    private final LocalCluster cluster;
    private final OpenApiLinks links = new OpenApiLinks();

    OpenApiIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void what_is_served_is_the_file_and_the_container_finds_it_valid() throws IOException {
        for (var node : cluster.layout().nodes()) {
            assertThat(served(node.id()).root())
                    .isEqualTo(OpenApiDocument.ofYaml(OpenApiDocument.text()).root());
            assertThat(Files.readString(cluster.files(node.id()).consoleLog()))
                    .doesNotContain("CWWKO1650E", "CWWKO1651W");
        }
    }

    @TestFactory
    Stream<DynamicTest> every_operation_answers_as_described() throws IOException {
        var operations = served("n1").operations();
        var paths = operations.stream().map(OpenApiOperation::path).distinct().toList();
        return operations.stream()
                .sorted(Comparator.comparing((OpenApiOperation operation) -> paths.indexOf(operation.path()))
                        .thenComparing(operation -> ORDER.indexOf(operation.method())))
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> drive(operation)));
    }

    private void drive(OpenApiOperation operation) throws IOException {
        var requests = OpenApiRequest.of(operation, links.to(operation));
        var answers = new OpenApiAnswers(operation);

        for (var refused : refusals(operation)) {
            var response = send(operation, requests.get(0), refused);
            answers.check(requests.get(0), response);
            assertThat(response.statusCode()).isEqualTo(refused == null ? 401 : 403);
        }
        await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(() -> {
            var response = send(operation, requests.get(0), operation.role().orElse(null));
            answers.check(requests.get(0), response);
            links.follow(operation, response);
            return response.statusCode() < 300;
        });
        for (var request : requests) {
            answers.check(request, send(operation, request, operation.role().orElse(null)));
        }
    }

    /** Who may not: nobody without a token ({@code null}), and no weaker role. */
    private static List<@Nullable TokenGroup> refusals(OpenApiOperation operation) {
        return operation.role().stream()
                .flatMap(needed -> Stream.concat(
                        Stream.of((TokenGroup) null),
                        Stream.of(TokenGroup.values()).filter(group -> group.compareTo(needed) < 0)))
                .toList();
    }

    private HttpResponse<byte[]> send(OpenApiOperation operation, OpenApiRequest request, @Nullable TokenGroup group)
            throws IOException {
        var asked = cluster.layout().node(leader());
        var token = group == null ? null : cluster.tokens().mint("alice", group, Duration.ofHours(1));
        var client = operation.isHttpsOnly()
                ? Client.overHttps(asked.httpsPort(), token)
                : new Client(asked.endpoint(), token);
        return client.send(
                request.method(),
                request.target(),
                request.body().map(OpenApiOperation.Body::bytes).orElse(null),
                request.headers().toArray(String[]::new));
    }

    /** The leader, which may do everything; a leader that the examples remove hands over first. */
    private String leader() {
        return await().pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .until(
                        () -> {
                            var admin = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
                            var leader = admin.status().getString("leader", REMOVED);
                            if (leader.equals(REMOVED)) {
                                SharedCluster.client(cluster, REMOVED, TokenGroup.ADMIN)
                                        .send("POST", "/v1/cluster/hand-over", null);
                            }
                            return leader;
                        },
                        leader -> !leader.equals(REMOVED));
    }

    private OpenApiDocument served(String nodeId) throws IOException {
        var response =
                new Client(cluster.endpoint(nodeId), null).send("GET", "/openapi", null, "Accept", "application/json");
        assertThat(response.statusCode()).isEqualTo(200);
        return OpenApiDocument.ofJson(Client.text(response));
    }
}
