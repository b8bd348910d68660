package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.watch.WatchFrameWriter;
import jakarta.json.Json;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An answer, and what no answer may be.
 *
 * @param head status line and headers
 * @param body one character a byte
 */
record FuzzAnswer(String head, String body) {
    /** 505 is the container's, for a request without a version of HTTP. */
    private static final Set<Integer> SERVER_ERRORS = Set.of(501, 503, 504, 505, 507);

    private static final Set<String> CODES =
            Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toSet());
    private static final Pattern INTERNALS = Pattern.compile(
            "\\b(?:io\\.concord|io\\.openliberty|io\\.smallrye|com\\.ibm|org\\.jboss|org\\.jgroups|jakarta\\.|javax?\\.\\w)"
                    + "|Exception\\b|\\tat |Caused by|SRVE\\d");

    /** What Open Liberty says of a path before it knows of an application, and of TRACE where a servlet has not. */
    private static final Pattern OF_THE_CONTAINER = Pattern.compile(
            "<H1>CWWWC0005I: [^<]*</H1><BR>|\\{\"error_message\" : \"CWWWC0005I: [^<]*\"}"
                    + "|Error 403: Illegal request. Default implementation of TRACE not allowed.\\s*",
            Pattern.DOTALL);

    int status() {
        return Integer.parseInt(head.split(" ", 3)[1].strip());
    }

    String header(String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    boolean hasBody() {
        return status() != 204 && status() != 304;
    }

    boolean closes() {
        return header("Connection").equalsIgnoreCase("close") || isStream();
    }

    /** Events that come as long as anybody listens: what there is of the answer is its head. */
    boolean isStream() {
        var type = header("Content-Type");
        return type.startsWith("text/event-stream") || type.startsWith(WatchFrameWriter.MEDIA_TYPE);
    }

    /** Fails if it gives away how the server is made, claims a defect of it, or is an error of no known form. */
    void check() {
        assertThat(head).startsWith("HTTP/1.");
        assertThat(status() < 500 || SERVER_ERRORS.contains(status()))
                .as("status %d", status())
                .isTrue();
        assertThat(head).doesNotContainPattern(INTERNALS);
        if (status() < 400) {
            return;
        }
        assertThat(body).doesNotContainPattern(INTERNALS);
        if (header("Content-Type").equals("application/problem+json")) {
            checkProblem();
        } else {
            assertThat(body)
                    .matches(
                            text -> text.isEmpty()
                                    || OF_THE_CONTAINER.matcher(text).matches(),
                            "a known form");
        }
    }

    /** Fails if a path of the container claims a defect or refuses with names of classes; its other words are its own. */
    void checkOfTheContainer() {
        assertThat(status() < 500 || SERVER_ERRORS.contains(status()))
                .as("status %d", status())
                .isTrue();
        assertThat(head).doesNotContainPattern(INTERNALS);
        if (status() >= 400) {
            assertThat(body).doesNotContainPattern(INTERNALS);
        }
    }

    private void checkProblem() {
        if (!body.isEmpty()) {
            try (var reader = Json.createReader(new StringReader(body))) {
                var problem = reader.readObject();
                assertThat(problem.getInt("status")).isEqualTo(status());
                assertThat(CODES).contains(problem.getString("code"));
            }
        }
    }
}
