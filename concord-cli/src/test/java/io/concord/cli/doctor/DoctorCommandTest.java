package io.concord.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.FakeEndpoints;
import io.concord.cli.remote.RemoteFailure;
import io.concord.core.protocol.Routes;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is shown, and how it ends. */
class DoctorCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeEndpoints endpoints = new FakeEndpoints();

    @AfterEach
    void stop() {
        endpoints.close();
    }

    private String server(int status, String ofStatus, String ofDiagnosis) throws IOException {
        return endpoints
                .open(exchange -> {
                    // As late as it is, so that the clocks agree.
                    var now = Long.toString(Instant.now().toEpochMilli());
                    var text = exchange.getRequestURI().getPath().equals(Routes.CLUSTER_STATUS)
                            ? ofStatus
                            : ofDiagnosis
                                    .replace(Long.toString(Told.NOW.toEpochMilli()), now)
                                    .replace("2027-", "2999-");
                    FakeEndpoints.answer(exchange, status, text);
                })
                .toString();
    }

    private String well(String id) throws IOException {
        return server(200, Told.status(id), Told.diagnosis(id));
    }

    private static String problem(String code, String effect) {
        return "{\"code\":\"" + code + "\",\"effect\":\"" + effect + "\",\"detail\":\"no\"}";
    }

    private int run(List<String> endpoints, String... more) {
        var arguments = new ArrayList<>(List.of("--token", "t", "--endpoint", String.join(",", endpoints)));
        arguments.addAll(List.of(more));
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        return new CommandLine(new DoctorCommand(terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    err.write(String.valueOf(failure.getMessage()));
                    return ((RemoteFailure) failure).exitCode();
                })
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void members_that_are_well_take_a_line_for_each_check() throws IOException {
        int code = run(List.of(well("n3"), well("n1"), well("n2"), well("n1")));

        assertThat(code).as(out + "" + err).isZero();
        assertThat(out.toString().lines().map(line -> line.split(" +", -1)[0]))
                .hasSize(Check.values().length + 3)
                .startsWith("RESULT", "ok")
                .endsWith("", "everything");
        assertThat(out.toString())
                .containsPattern("ok +disk +n1 50.0 % free, 0.0 MiB; n2 50.0 % .*; n3 50.0 %")
                .containsPattern("ok +round-trip +n1 to n2 0.8 ms; n1 to n3 0.8 ms; n2 to n1 ")
                .doesNotContain("problem", "warning");
    }

    @Test
    void a_member_that_is_down_is_told_at_the_end_and_the_others_are_examined() throws IOException {
        var gone = FakeEndpoints.nobody().toString();

        int code = run(List.of(well("n1"), gone, well("n2")));

        assertThat(code).isEqualTo(ExitCodes.NOT_AS_IT_SHOULD_BE);
        var lines = out.toString().lines().toList();
        assertThat(lines.get(lines.size() - 1)).isEqualTo("problems: 1, warnings: 0");
        assertThat(lines.get(lines.size() - 2)).startsWith("answer of " + gone + ": start it if it is down");
        assertThat(out.toString()).containsPattern("problem +answer +" + gone + " nothing listens there");
    }

    @Test
    void programs_get_every_finding_with_number_and_unit() throws IOException {
        var late =
                server(200, Told.status("n3"), Told.diagnosis("n3").replace("\"freeBytes\":500", "\"freeBytes\":100"));

        int code = run(List.of(well("n1"), well("n2"), late), "--output", "json");

        assertThat(code).isEqualTo(ExitCodes.NOT_AS_IT_SHOULD_BE);
        var report = Told.json(out.toString());
        assertThat(report.getString("result")).isEqualTo("warning");
        assertThat(report.getInt("warnings")).isEqualTo(1);
        assertThat(report.getInt("problems")).isZero();
        var findings = report.getJsonArray("findings").getValuesAs(JsonObject.class);
        var disk = findings.stream()
                .filter(finding -> finding.getString("check").equals("disk")
                        && finding.getString("subject").equals("n3"))
                .findFirst()
                .orElseThrow();
        assertThat(disk.getString("result")).isEqualTo("warning");
        assertThat(disk.getJsonNumber("value").doubleValue()).isEqualTo(10.0);
        assertThat(disk.getString("unit")).isEqualTo("%");
        assertThat(disk.getString("advice")).contains("concord snapshot --endpoint http://127.0.0.1:");
        var way = findings.stream()
                .filter(finding -> finding.getString("check").equals("round-trip"))
                .findFirst()
                .orElseThrow();
        assertThat(way.getString("peer")).isEqualTo("n2");
        assertThat(way.containsKey("advice")).isFalse();
    }

    @Test
    void what_a_member_says_moves_no_cursor() throws IOException {
        var alarmed = server(
                200,
                Told.status("n1"),
                Told.diagnosis("n1").replace("\"java\":", "\"alarm\":\"\\u001b[2J\",\"java\":"));

        assertThat(run(List.of(alarmed))).isEqualTo(ExitCodes.NOT_AS_IT_SHOULD_BE);
        assertThat(out.toString()).doesNotContain("\u001b").contains("[2J");
    }

    @Test
    void where_nobody_answers_the_exit_code_says_why() throws IOException {
        var forbidden = problem("forbidden", "refused");
        var refusing = server(403, forbidden, forbidden);

        assertThat(run(List.of(
                        FakeEndpoints.nobody().toString(),
                        FakeEndpoints.nobody().toString())))
                .isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(run(List.of(refusing))).isEqualTo(ExitCodes.REFUSED);
        assertThat(run(List.of(refusing, FakeEndpoints.nobody().toString()))).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("no member could be examined", "nothing listens there", refusing + ": no (forbidden, 403)");
    }

    @Test
    void a_member_without_that_address_is_told() throws IOException {
        var old = server(404, problem("not-found", "refused"), problem("not-found", "refused"));

        assertThat(run(List.of(well("n1"), old, well("n2")))).isEqualTo(ExitCodes.NOT_AS_IT_SHOULD_BE);
        assertThat(out.toString()).contains("it runs a version that cannot be examined");
    }
}
