package io.concord.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.Concord;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.FakeEndpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked of the nodes, and what is made of their answers. */
class UpgradeCommandTest {
    private static final String N1 = member("n1", "leader", true, true, 0, "0.2.0", 2);
    private static final String N2 = member("n2", "follower", true, true, 0, "0.2.0", 2);
    private static final String N3 = member("n3", "follower", true, true, 0, "0.2.0", 2);
    private static final String OLD_N3 = member("n3", "follower", true, true, 0, "0.1.0", 1);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Deque<String> answers = new ArrayDeque<>();
    private final FakeEndpoints endpoints = new FakeEndpoints();
    private final URI endpoint;

    UpgradeCommandTest() {
        endpoint = endpoints.open(exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            var last = answers.size() == 1 ? answers.getFirst() : answers.remove();
            var body = exchange.getRequestMethod().equals("POST") ? new byte[0] : last.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 204 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    @AfterEach
    void stop() {
        endpoints.close();
    }

    @Test
    void a_whole_cluster_of_one_release_may_lose_a_member() {
        answers.add(status("n1", 2, N1, N2, N3));

        assertThat(run("check")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "MEMBER  ROLE      VOTER  REACHABLE  LAG  VERSION  READS LEVEL  BEHIND",
                        "n1      leader    yes    yes        0    0.2.0    2            no",
                        "n2      follower  yes    yes        0    0.2.0    2            no",
                        "n3      follower  yes    yes        0    0.2.0    2            no",
                        "",
                        "formats of the cluster: level 2",
                        "a member may be stopped. All are of one release");
        assertThat(heard).containsExactly("GET /v1/cluster/status");
    }

    @Test
    void a_member_of_an_older_release_is_named_and_does_not_hold_the_upgrade_up() {
        answers.add(status("n1", 1, N1, N2, OLD_N3));

        assertThat(run("check")).isZero();

        assertThat(out.toString())
                .containsPattern("n3 .* 0\\.1\\.0 +1 +yes")
                .contains("a member may be stopped. Of an older release: n3");
    }

    @Test
    void a_release_before_there_were_levels_reads_the_first_and_is_behind_by_its_level_alone() {
        var silent = member("n3", "follower", true, true, 0, "0.2.0", 2).replace(",\"formatLevelMax\":2", "");
        answers.add(status("n1", 1, N1, N2, silent).replace(",\"formatLevel\":1", ""));

        assertThat(run("check", "--output", "json")).isZero();

        assertThat(out.toString())
                .contains(
                        "\"formatLevel\":1,\"formatLevelMax\":2",
                        "\"behind\":true,\"version\":\"0.2.0\",\"formatLevelMax\":1")
                .contains("\"mayFinish\":false");
    }

    @Test
    void a_snapshot_of_a_version_is_older_than_the_version_and_an_unknown_one_says_nothing() {
        var snapshot = member("n3", "follower", true, true, 0, "0.2.0-SNAPSHOT", 2);
        var unknown = member("n2", "follower", true, true, 0, "our build", 2);
        answers.add(status("n1", 2, N1, unknown, snapshot));

        assertThat(run("check")).isZero();

        assertThat(out.toString()).contains("Of an older release: n3" + System.lineSeparator());
    }

    @Test
    void once_all_are_upgraded_it_says_how_the_upgrade_ends() {
        answers.add(status("n1", 1, N1, N2, N3));

        assertThat(run("check")).isZero();

        assertThat(out.toString())
                .contains(
                        "formats of the cluster: level 1",
                        "every member reads formats of level 2. 'concord upgrade finish'");
    }

    @Test
    void a_cluster_that_would_not_survive_a_stop_is_left_alone_and_every_reason_is_told() {
        answers.add(status(
                "n1",
                2,
                N1,
                member("n2", "follower", true, true, 5_000, "0.2.0", 2),
                "{\"id\":\"n3\",\"address\":\"\",\"voter\":true,\"reachable\":false}"));

        assertThat(run("check")).isEqualTo(3);

        assertThat(out.toString().lines())
                .contains(
                        "problem: 'n2' is 5000 entries behind",
                        "problem: 'n3' cannot be reached",
                        "problem: with one member less 1 would be left, and 2 are needed to decide anything",
                        "do not stop a member now");
        assertThat(out.toString()).containsPattern("n3 +- +yes +no +- +- +- +no");
    }

    @Test
    void a_member_whose_lag_is_not_known_is_waited_for() {
        var unknown = member("n3", "follower", true, true, 0, "0.2.0", 2).replace("\"lagEntries\":0,", "");
        answers.add(status("n1", 2, N1, N2, unknown));
        answers.add(status("n1", 2, N1, N2, N3));

        assertThat(run("check", "--wait", "30s")).isZero();

        assertThat(heard).hasSize(2);
    }

    @Test
    void a_learner_counts_for_nothing_here() {
        var learner = member("n4", "learner", false, true, 9_000, "0.2.0", 2);
        answers.add(status("n1", 2, N1, N2, N3, learner));

        assertThat(run("check")).isZero();
    }

    @Test
    void a_node_that_does_not_answer_is_a_reason_though_the_others_do() throws IOException {
        answers.add(status("n1", 2, N1, N2, N3));
        var nobody = FakeEndpoints.nobody().toString();

        assertThat(run("check", "--endpoint", nobody, "--timeout", "1s", "--output", "json"))
                .isEqualTo(3);

        assertThat(out.toString())
                .contains(
                        "\"mayBegin\":false", "\"problems\":[\"" + nobody + " does not answer\"]", "\"leader\":\"n1\"");
    }

    @Test
    void a_server_that_has_not_started_its_application_yet_is_waited_for() {
        answers.add(status("n1", 2, N1, N2, N3));
        answers.add("<html>not here yet</html>");
        answers.add(status("n1", 2, N1, N2, N3));

        assertThat(run("check", "--endpoint", endpoint(), "--wait", "30s")).isZero();

        assertThat(heard).hasSize(4);
    }

    @Test
    void no_answer_at_all_is_unavailable() throws IOException {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);

        int code = Concord.commandLine(terminal)
                .execute(
                        "upgrade",
                        "check",
                        "--endpoint",
                        FakeEndpoints.nobody().toString(),
                        "--token",
                        "t",
                        "--timeout",
                        "1s");

        assertThat(code).isEqualTo(5);
    }

    @Test
    void without_a_leader_or_with_two_nobody_is_stopped() {
        answers.add(
                status("n1", 2, N1, N2, N3).replace("\"status\":\"ok\",\"leader\":\"n1\"", "\"status\":\"no-leader\""));
        assertThat(run("check")).isEqualTo(3);
        assertThat(out.toString()).contains("problem: there is no leader");

        answers.clear();
        answers.add(status("n1", 2, N1, N2, N3));
        answers.add(status("n2", 2, N1, N2, N3).replace("\"leader\":\"n1\"", "\"leader\":\"n2\""));
        assertThat(run("check", "--endpoint", endpoint())).isEqualTo(3);
        assertThat(out.toString()).contains("problem: the nodes do not follow the same leader");
    }

    @Test
    void endpoints_of_two_clusters_are_noticed() {
        answers.add(status("n1", 2, N1, N2, N3));
        answers.add(status("n1", 2, N1, N2, N3).replace("c-1", "c-2"));

        assertThat(run("check", "--endpoint", endpoint())).isEqualTo(3);

        assertThat(out.toString()).contains("problem: the endpoints are of more than one cluster");
    }

    @Test
    void the_end_of_an_upgrade_is_asked_of_the_leader() {
        answers.add(status("n1", 2, N1, N2, N3));

        assertThat(run("finish")).isZero();
        assertThat(run("finish", "--output", "json")).isZero();

        assertThat(heard)
                .startsWith("GET /v1/cluster/status", "POST /v1/cluster/finish-upgrade", "GET /v1/cluster/status");
        assertThat(out.toString().lines())
                .containsExactly("the cluster uses formats up to level 2", "{\"formatLevel\":2}");
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--endpoint", endpoint(), "--token", "t"));
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        return UpgradeCommand.line(terminal)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(all.toArray(String[]::new));
    }

    private String endpoint() {
        return endpoint.toString();
    }

    private static String status(String node, int formatLevel, String... members) {
        return "{\"node\":\"" + node + "\",\"cluster\":\"c\",\"clusterId\":\"c-1\",\"status\":\"ok\",\"leader\":\"n1\""
                + ",\"formatLevel\":" + formatLevel + ",\"majority\":2,\"members\":"
                + Arrays.stream(members).collect(Collectors.joining(",", "[", "]")) + "}";
    }

    private static String member(
            String id, String role, boolean voter, boolean reachable, long lag, String version, int formatLevelMax) {
        return Stream.of(
                        "\"id\":\"" + id + "\"",
                        "\"address\":\"" + id + ":7800\"",
                        "\"role\":\"" + role + "\"",
                        "\"voter\":" + voter,
                        "\"reachable\":" + reachable,
                        "\"lagEntries\":" + lag,
                        "\"version\":\"" + version + "\"",
                        "\"formatLevelMax\":" + formatLevelMax)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
