package io.concord.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.Concord;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.FakeEndpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of the membership and of the leader while nodes are down and leaders come and go. */
class MemberCommandTest {
    private static final String CAUGHT_UP = "{\"id\":\"n4\",\"voter\":false,\"reachable\":true,\"lagEntries\":0}";
    private static final String BEHIND = "{\"id\":\"n4\",\"voter\":false,\"reachable\":true,\"lagEntries\":5000}";
    private static final String NOT_LEADING =
            "{\"code\":\"cluster-not-ready\",\"effect\":\"unavailable\",\"detail\":\"this node does not lead\"}";
    private static final String CONFLICT = "{\"code\":\"conflict\",\"effect\":\"refused\",\"detail\":\"not now\"}";
    private static final String FORBIDDEN = "{\"code\":\"forbidden\",\"effect\":\"refused\",\"detail\":\"not you\"}";

    private record Answer(int status, String body) {}

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeEndpoints endpoints = new FakeEndpoints();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        endpoints.close();
    }

    /** A node that gives its answers one after the other, and the last one again and again. */
    private String node(String id, List<Answer> statuses, List<Answer> changes) throws IOException {
        Deque<Answer> ofStatus = new ArrayDeque<>(statuses);
        Deque<Answer> ofChanges = new ArrayDeque<>(changes);
        return endpoints
                .open(exchange -> {
                    heard.add(id + " " + exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    var answers = exchange.getRequestMethod().equals("GET") ? ofStatus : ofChanges;
                    var answer = answers.size() > 1 ? answers.remove() : answers.getFirst();
                    FakeEndpoints.answer(exchange, answer.status(), answer.body());
                })
                .toString();
    }

    private static Answer status(String node, String leader, String... members) {
        var leads = leader.isEmpty() ? "" : "\"leader\":\"" + leader + "\",";
        return new Answer(
                200, "{\"node\":\"" + node + "\"," + leads + "\"members\":[" + String.join(",", members) + "]}");
    }

    private int concord(String line, String... endpoints) {
        var words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of("--endpoint", String.join(",", endpoints), "--token", "t"));
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        return Concord.commandLine(terminal).execute(words.toArray(String[]::new));
    }

    private String asked(String method) {
        return heard.stream().filter(line -> line.contains(" " + method + " ")).collect(Collectors.joining("; "));
    }

    @Test
    void the_leader_is_found_behind_an_endpoint_that_is_down_without_waiting_for_it() throws IOException {
        var follower = node("n2", List.of(status("n2", "n3")), List.of(new Answer(500, "")));
        var leader = node("n3", List.of(status("n3", "n3")), List.of(new Answer(200, "{\"successor\":\"n2\"}")));

        // Whoever waited for the first one would have nothing left of the time.
        assertThat(concord("leader move --timeout 3s", FakeEndpoints.nobody().toString(), follower, leader))
                .as(err.toString())
                .isZero();

        assertThat(out).hasToString("'n2' takes over" + System.lineSeparator());
        assertThat(asked("POST")).isEqualTo("n3 POST /v1/cluster/hand-over");
        assertThat(asked("GET")).isEqualTo("n2 GET /v1/cluster/status; n3 GET /v1/cluster/status");
    }

    @Test
    void an_election_is_waited_for() throws IOException {
        var node = node(
                "n1",
                List.of(status("n1", ""), status("n1", "n1")),
                List.of(new Answer(200, "{\"successor\":\"n2\"}")));

        assertThat(concord("leader move", node)).as(err.toString()).isZero();
    }

    @Test
    void a_leader_that_is_at_none_of_the_endpoints_is_named_at_once() throws IOException {
        var node = node("n1", List.of(status("n1", "n9")), List.of(new Answer(500, "")));

        assertThat(concord("leader move --timeout 1m", node)).isEqualTo(1);

        assertThat(err.toString()).contains("the leader is n9, which is at none of the endpoints");
    }

    @Test
    void a_change_goes_to_whoever_leads() throws IOException {
        var follower = node("n1", List.of(status("n1", "n2")), List.of(new Answer(503, NOT_LEADING)));
        var leader = node("n2", List.of(status("n2", "n2")), List.of(new Answer(204, "")));

        assertThat(concord("member remove n3", follower, leader))
                .as(err.toString())
                .isZero();

        assertThat(asked("DELETE")).isEqualTo("n1 DELETE /v1/cluster/members/n3; n2 DELETE /v1/cluster/members/n3");
    }

    @Test
    void who_adds_a_member_waits_until_it_has_everything_and_until_other_changes_are_over() throws IOException {
        var node = node(
                "n1",
                List.of(status("n1", "n1"), status("n1", "n1", BEHIND), status("n1", "n1", CAUGHT_UP)),
                List.of(new Answer(409, CONFLICT), new Answer(204, "")));

        assertThat(concord("member add n4", node)).as(err.toString()).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "member 'n4' has not joined: start it with the cluster's members, certificates and an empty data"
                                + " directory",
                        "member 'n4' is 5000 entries behind",
                        "member 'n4' cannot have its vote yet: not now (conflict, 409)",
                        "member 'n4' has a vote");
    }

    @Test
    void who_adds_a_member_does_not_wait_where_waiting_changes_nothing() throws IOException {
        var forbidding = node("n1", List.of(status("n1", "n1", CAUGHT_UP)), List.of(new Answer(403, FORBIDDEN)));
        var voter = CAUGHT_UP.replace("false", "true");
        var refusing = node("n1", List.of(status("n1", "n1", voter)), List.of(new Answer(409, CONFLICT)));

        assertThat(concord("member add n4", forbidding)).isEqualTo(4);
        assertThat(concord("member replace n4", refusing)).isEqualTo(4);

        assertThat(err.toString().lines())
                .containsExactly("concord: not you (forbidden, 403)", "concord: not now (conflict, 409)");
    }
}
