package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.core.access.Need;
import io.concord.core.access.Role;
import io.concord.core.access.Rules;
import io.concord.core.access.Verb;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.audit.AuditKind;
import io.concord.server.audit.AuditLog;
import io.concord.server.audit.AuditSettings;
import io.concord.server.audit.Uncounted;
import io.concord.server.service.AccessControl;
import io.concord.server.service.Caller;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
    private static final AccessControl ACCESS = new AccessControl();

    private static final Author ALICE = new Author("https://idp", "alice");
    private static final RequestId R1 = new RequestId("r-1");
    private static final String SECRET = "nobody-may-see-this";

    @TempDir
    Path directory;

    private Set<AuditKind> kinds = Set.of();
    private boolean failClosed = true;
    private final List<AuditLog> logs = new ArrayList<>();

    @AfterEach
    void close() {
        logs.forEach(AuditLog::close);
    }

    private AuditLog log() {
        return logs.get(logs.size() - 1);
    }

    private Path file() {
        return directory.resolve("logs").resolve("audit.jsonl");
    }

    private AuditTrail trail(String method, String path, String query) throws IOException {
        var log = new AuditLog(
                new AuditSettings(file(), 1 << 20, Duration.ofDays(1), 1, failClosed, kinds),
                "n1",
                new Uncounted(),
                Clock.systemUTC());
        log.start();
        logs.add(log);
        var answers = Map.<String, Object>of(
                "getRemoteAddr", "192.0.2.7",
                "getRemotePort", 40_001,
                "getMethod", method,
                "getRequestURI", path,
                "getQueryString", query);
        return new AuditTrail(log, (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, called, arguments) -> {
                    var answer = answers.get(called.getName());
                    if (answer == null) {
                        throw new AssertionError("nobody may ask a request for " + called.getName());
                    }
                    return answer;
                }));
    }

    private static Caller caller(AuditTrail trail, Role role) {
        var caller = new Caller(ALICE, Optional.of(new Token("t-1", 0)), Set.of(role), Optional.empty()).heardBy(trail);
        trail.identified(caller);
        return caller;
    }

    /** Those of requests. */
    private List<String> lines() throws IOException {
        log().close();
        return Files.readAllLines(file()).stream()
                .filter(line -> line.contains("\"event\":\"request\""))
                .toList();
    }

    private static Step.Put put(String key) {
        return new Step.Put(
                new EntryName(Namespace.DEFAULT, new Key(key)),
                Value.of(SECRET.getBytes(StandardCharsets.UTF_8), "text/plain"),
                Precondition.none(),
                Expiry.byDefault(),
                false);
    }

    @Test
    void what_an_administrator_begins_is_on_disk_before_it_is_done() throws IOException {
        var trail = trail("POST", "/v1/some/route/of/tomorrow", "");

        ACCESS.require(caller(trail, Role.ADMIN), Rules.NONE, List.of(Need.everything(Verb.ADMIN)));

        assertThat(Files.readString(file()))
                .contains("\"kind\":\"admin\",\"outcome\":\"begun\"")
                .contains(
                        "\"issuer\":\"https://idp\",\"subject\":\"alice\",\"tokenId\":\"t-1\",\"address\":\"192.0.2.7\",\"port\":40001,"
                                + "\"method\":\"POST\",\"path\":\"/v1/some/route/of/tomorrow\"");
        trail.decided(Verb.ADMIN, true);
        trail.finished(200, null, 17);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1)).contains("\"outcome\":\"allowed\"").contains("\"status\":200,\"revision\":17");
    }

    @Test
    void what_cannot_be_recorded_is_not_begun_unless_the_operator_wants_it() throws IOException {
        var trail = trail("POST", "/v1/cluster/snapshot", "");
        Files.move(directory.resolve("logs"), directory.resolve("aside"));
        Files.writeString(directory.resolve("logs"), "no directory");
        await().until(log()::isFailing);

        assertThatThrownBy(() ->
                        ACCESS.require(caller(trail, Role.ADMIN), Rules.NONE, List.of(Need.everything(Verb.ADMIN))))
                .isInstanceOfSatisfying(
                        RequestFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("concord.audit.fail-closed");
        Files.delete(directory.resolve("logs"));
        Files.move(directory.resolve("aside"), directory.resolve("logs"));
        log().close();

        failClosed = false;
        var open = trail("POST", "/v1/cluster/snapshot", "");
        Files.move(directory.resolve("logs"), directory.resolve("aside"));
        Files.writeString(directory.resolve("logs"), "no directory");
        await().until(log()::isFailing);
        ACCESS.require(caller(open, Role.ADMIN), Rules.NONE, List.of(Need.everything(Verb.ADMIN)));
        Files.delete(directory.resolve("logs"));
        Files.move(directory.resolve("aside"), directory.resolve("logs"));
    }

    @Test
    void writes_are_told_with_their_keys_and_what_came_of_each_and_without_their_values() throws IOException {
        kinds = Set.of(AuditKind.WRITES);
        var trail = trail("POST", "/v1/batch", "");
        ACCESS.require(caller(trail, Role.WRITER), Rules.NONE, List.of(Need.everything(Verb.WRITE)));
        trail.submitted(R1, put("a"));
        trail.submitted(R1, put("b"));
        trail.submitted(new RequestId("r-2"), put("c"));
        trail.settled(R1, new Outcome.Written(8, 8, 1, Optional.empty()));
        trail.settled(R1, new Refusal.NamespaceMissing(9, Namespace.DEFAULT));

        trail.finished(200, null, 9);

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .contains(
                        "\"operation\":\"put\",\"namespace\":\"default\",\"key\":\"a\",\"requestId\":\"r-1\",\"result\":\"ok\","
                                + "\"revision\":8")
                .contains("\"key\":\"b\",\"requestId\":\"r-1\",\"result\":\"namespace-not-found\",\"revision\":9")
                .contains("\"key\":\"c\",\"requestId\":\"r-2\",\"result\":\"unknown\"")
                .doesNotContain(SECRET);
    }

    @Test
    void what_nobody_wants_to_know_is_not_written() throws IOException {
        var trail = trail("PUT", "/v1/kv/a", "");
        ACCESS.require(caller(trail, Role.WRITER), Rules.NONE, List.of(Need.everything(Verb.WRITE)));
        trail.submitted(R1, put("a"));

        trail.finished(201, null, 9);

        assertThat(lines()).isEmpty();
    }

    @Test
    void refusals_are_written_always_and_so_is_a_batch_of_which_a_part_was_refused() throws IOException {
        var trail = trail("POST", "/v1/batch", "key=a%22b&secret=" + SECRET + "&tag=t");
        var reader = caller(trail, Role.READER);
        assertThatThrownBy(() -> ACCESS.require(reader, Rules.NONE, List.of(Need.everything(Verb.WRITE))))
                .isInstanceOf(RequestFailure.class);

        trail.finished(200, null, 3);

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .contains("\"outcome\":\"refused\"")
                .contains("\"denied\":\"[write]\"")
                .contains("\"query.key\":\"a%22b\",\"query.tag\":\"t\"")
                .doesNotContain(SECRET);
    }

    @Test
    void of_somebody_who_is_not_known_no_more_is_told_than_where_he_is() throws IOException {
        var trail = trail("GET", "/v1/kv/a", "");

        trail.finished(401, "unauthorized", 3);

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .contains("\"kind\":\"none\",\"outcome\":\"refused\"")
                .contains("\"address\":\"192.0.2.7\"")
                .contains("\"code\":\"unauthorized\"")
                .doesNotContain("subject");
    }
}
