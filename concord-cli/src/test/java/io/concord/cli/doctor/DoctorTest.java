package io.concord.cli.doctor;

import static io.concord.cli.doctor.Told.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.cli.Concord;
import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteFailure;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts in, findings out: each check on both sides of its limits. */
class DoctorTest {
    private static final UnaryOperator<String> AS_IT_IS = UnaryOperator.identity();
    private static final Pattern COMMAND = Pattern.compile("'concord ([a-z][a-z -]*)");

    private static List<Finding> findings(Examination examination, Check check) {
        return Doctor.findings(examination).stream()
                .filter(finding -> finding.check() == check)
                .toList();
    }

    private static Finding finding(Examination examination, Check check, Subject subject) {
        return findings(examination, check).stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private static Examination third(UnaryOperator<String> status, UnaryOperator<String> diagnosis) {
        return Told.with(Told.member("n3", status, diagnosis, 0));
    }

    private static Examination silent(int exitCode) {
        return new Examination(
                List.of(Told.member("n1"), Told.member("n2")),
                List.of(new Examination.Silent(URI.create("https://n3:9443"), exitCode, "nothing listens there")));
    }

    @Test
    void members_that_are_well_have_every_check_and_nothing_to_do() {
        var findings = Doctor.findings(Told.with(Told.member("n3")));

        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.verdict()).as("%s", finding).isEqualTo(Verdict.OK);
            assertThat(finding.advice()).isEmpty();
            assertThat(finding.measured().text()).isNotEmpty();
        });
        assertThat(findings.stream().map(Finding::check).distinct()).containsExactly(Check.values());
    }

    static Stream<Arguments> limitsOfTheDiagnosis() {
        return Stream.of(
                Arguments.of(Check.DISK, "\"freeBytes\":500", "\"freeBytes\":150", Verdict.OK),
                Arguments.of(Check.DISK, "\"freeBytes\":500", "\"freeBytes\":149", Verdict.WARNING),
                Arguments.of(Check.DISK, "\"freeBytes\":500", "\"freeBytes\":50", Verdict.WARNING),
                Arguments.of(Check.DISK, "\"freeBytes\":500", "\"freeBytes\":49", Verdict.PROBLEM),
                Arguments.of(Check.DISK, "\"freeBytes\":500", "\"freeBytes\":-1", Verdict.WARNING),
                Arguments.of(Check.LOG, "\"logBytes\":200", "\"logBytes\":1073741824", Verdict.OK),
                Arguments.of(Check.LOG, "\"logBytes\":200", "\"logBytes\":1073741825", Verdict.WARNING),
                Arguments.of(Check.FSYNC, "\"p99Millis\":4.0", "\"p99Millis\":100.0", Verdict.OK),
                Arguments.of(Check.FSYNC, "\"p99Millis\":4.0", "\"p99Millis\":100.1", Verdict.WARNING),
                Arguments.of(Check.FSYNC, "\"p99Millis\":4.0", "\"p99Millis\":1000.0", Verdict.WARNING),
                Arguments.of(Check.FSYNC, "\"p99Millis\":4.0", "\"p99Millis\":1000.1", Verdict.PROBLEM),
                Arguments.of(Check.FSYNC, "\"maxMillis\":9.0", "\"maxMillis\":1000.0", Verdict.OK),
                Arguments.of(Check.FSYNC, "\"maxMillis\":9.0", "\"maxMillis\":1000.1", Verdict.WARNING),
                Arguments.of(Check.CERTIFICATE, "2027-01-01T00:00:00Z", "2026-01-15T00:00:00Z", Verdict.OK),
                Arguments.of(Check.CERTIFICATE, "2027-01-01T00:00:00Z", "2026-01-14T23:59:59Z", Verdict.WARNING),
                Arguments.of(Check.CERTIFICATE, "2027-06-01T00:00:00Z", "2026-01-04T00:00:00Z", Verdict.WARNING),
                Arguments.of(Check.CERTIFICATE, "2027-06-01T00:00:00Z", "2026-01-03T23:59:59Z", Verdict.PROBLEM),
                Arguments.of(Check.CERTIFICATE, "2027-06-01T00:00:00Z", "2025-12-31T00:00:00Z", Verdict.PROBLEM),
                Arguments.of(Check.CERTIFICATE, ",\"endsAt\":\"2027-06-01T00:00:00Z\"", "", Verdict.WARNING),
                Arguments.of(Check.STATE, "\"java\":", "\"alarm\":\"the states differ\",\"java\":", Verdict.PROBLEM),
                Arguments.of(Check.STATE, "\"java\":", "\"failure\":\"disk failed\",\"java\":", Verdict.PROBLEM));
    }

    @ParameterizedTest
    @MethodSource("limitsOfTheDiagnosis")
    void a_member_is_judged_by_what_it_finds_of_itself(Check check, String from, String to, Verdict verdict) {
        var findings = findings(third(AS_IT_IS, change(from, to)), check).stream()
                .filter(finding -> finding.subject().equals(Subject.of("n3")))
                .map(Finding::verdict);

        assertThat(findings.max(Verdict::compareTo)).contains(verdict);
        assertThat(findings(third(AS_IT_IS, change(from, to)), check).stream()
                        .filter(finding -> !finding.subject().equals(Subject.of("n3"))))
                .allMatch(finding -> finding.verdict() == Verdict.OK);
    }

    @ParameterizedTest
    @CsvSource({"800,OK", "801,WARNING", "950,WARNING", "951,PROBLEM"})
    void the_store_is_judged_by_its_share_of_the_memory(long bytes, Verdict verdict) {
        var examination = third(change("\"memoryBytes\":100", "\"memoryBytes\":" + bytes), AS_IT_IS);

        assertThat(finding(examination, Check.MEMORY, Subject.of("n3")).verdict())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"1000,OK", "1001,WARNING", "10000,WARNING", "10001,PROBLEM"})
    void a_member_is_judged_by_its_own_lag(long entries, Verdict verdict) {
        var id =
                "\"id\":\"n3\",\"address\":\"n3:7800\",\"role\":\"follower\",\"voter\":true,\"reachable\":true,\"term\":3";
        var examination = third(change(id + ",\"lagEntries\":0", id + ",\"lagEntries\":" + entries), AS_IT_IS);

        assertThat(finding(examination, Check.LAG, Subject.of("n3")).verdict()).isEqualTo(verdict);
        assertThat(findings(third(change("\"lagEntries\":0,", ""), AS_IT_IS), Check.LAG))
                .extracting(Finding::subject)
                .containsExactly(Subject.of("n1"), Subject.of("n2"));
    }

    @ParameterizedTest
    @CsvSource({"3,OK", "2,WARNING", "1,PROBLEM"})
    void a_majority_that_has_nobody_to_spare_is_a_warning(int reached, Verdict verdict) {
        var examination = third(change("\"reachableVoters\":3", "\"reachableVoters\":" + reached), AS_IT_IS);

        var finding = finding(examination, Check.QUORUM, Subject.of("n3"));

        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.measured().text()).isEqualTo(reached + " of 3 voters reached, 2 needed");
        assertThat(finding.advice().contains("no maintenance")).isEqualTo(reached == 2);
    }

    @ParameterizedTest
    @CsvSource({"100.0,OK", "100.1,WARNING", "500.0,WARNING", "500.1,PROBLEM"})
    void round_trips_are_judged_by_the_election_timeout(String millis, Verdict verdict) {
        var way = "\"id\":\"n1\",\"address\":\"n1:7800\",\"port\":\"open\",\"roundTripMillis\":";
        var examination = third(AS_IT_IS, change(way + "0.8", way + millis));

        assertThat(finding(examination, Check.ROUND_TRIP, Subject.way("n3", "n1"))
                        .verdict())
                .isEqualTo(verdict);
        assertThat(findings(examination, Check.ROUND_TRIP)).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "refused,nothing listens at n1:7800,start it",
        "silent,no answer at all from n1:7800,firewall",
        "open,'open, but the member does not answer at n1:7800',certificate",
        "unknown-host,unknown name n1:7800,DNS"
    })
    void a_member_that_does_not_answer_is_told_by_its_port(String port, String measured, String advice) {
        var lost = change(
                "\"id\":\"n1\",\"address\":\"n1:7800\",\"port\":\"open\",\"roundTripMillis\":0.8,\"clockOffsetMillis\":0",
                "\"id\":\"n1\",\"address\":\"n1:7800\",\"port\":\"" + port + "\"");

        var finding = finding(third(AS_IT_IS, lost), Check.PORT, Subject.way("n3", "n1"));

        assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(finding.measured().text()).isEqualTo(measured);
        assertThat(finding.advice()).startsWith("member n1: ").contains(advice);
        assertThat(findings(third(AS_IT_IS, lost), Check.ROUND_TRIP)).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({"0,OK", "500,OK", "501,WARNING", "-501,WARNING", "30000,WARNING", "30001,PROBLEM"})
    void a_clock_is_judged_by_the_middle_one(long ahead, Verdict verdict) {
        var clock = change(
                Long.toString(Told.NOW.toEpochMilli()),
                Long.toString(Told.NOW.plusMillis(ahead).toEpochMilli()));

        var examination = third(AS_IT_IS, clock);

        assertThat(finding(examination, Check.CLOCK, Subject.of("n3")).verdict())
                .isEqualTo(verdict);
        assertThat(finding(examination, Check.CLOCK, Subject.of("n1")).verdict())
                .isEqualTo(Verdict.OK);
        assertThat(finding(examination, Check.CLOCK, Subject.HERE).verdict()).isEqualTo(Verdict.OK);
    }

    @ParameterizedTest
    @CsvSource({"500,OK", "501,WARNING"})
    void where_all_members_agree_it_is_the_clock_here_that_is_wrong(long ahead, Verdict verdict) {
        var clock = change(
                Long.toString(Told.NOW.toEpochMilli()),
                Long.toString(Told.NOW.plusMillis(ahead).toEpochMilli()));

        var examination = Told.all(AS_IT_IS, clock);

        assertThat(finding(examination, Check.CLOCK, Subject.HERE).verdict()).isEqualTo(verdict);
        assertThat(finding(examination, Check.CLOCK, Subject.of("n3")).verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void a_slow_answer_tells_less_of_the_clock() {
        // Half of the way of both ends may be wrong.
        var clock = change(
                Long.toString(Told.NOW.toEpochMilli()),
                Long.toString(Told.NOW.plusMillis(900 + 400).toEpochMilli()));

        var examination = Told.with(Told.member("n3", AS_IT_IS, clock, 800));

        assertThat(Clocks.of(Told.NOW, 800, Told.NOW.plusMillis(1_300), Told.NOW.plusMillis(1_300)))
                .isEqualTo(new Clocks(800, 900, 400));
        assertThat(finding(examination, Check.CLOCK, Subject.of("n3")).verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void the_time_in_which_a_member_thinks_is_no_time_of_the_way() {
        assertThat(Clocks.of(Told.NOW, 1_010, Told.NOW.plusMillis(5), Told.NOW.plusMillis(1_005)))
                .isEqualTo(new Clocks(10, 0, 5));
    }

    @Test
    void a_member_that_cannot_be_asked_has_a_clock_all_the_same() {
        var late = change(
                "\"id\":\"n3\",\"address\":\"n3:7800\",\"port\":\"open\",\"roundTripMillis\":0.8,\"clockOffsetMillis\":0",
                "\"id\":\"n3\",\"address\":\"n3:7800\",\"port\":\"open\",\"roundTripMillis\":0.8,\"clockOffsetMillis\":-60000");
        var examination = new Examination(
                List.of(Told.member("n1", AS_IT_IS, late, 0), Told.member("n2")),
                List.of(new Examination.Silent(URI.create("https://n3:9443"), ExitCodes.REFUSED, "expired")));

        assertThat(finding(examination, Check.CLOCK, Subject.of("n3")).verdict())
                .isEqualTo(Verdict.PROBLEM);
    }

    @ParameterizedTest
    @CsvSource({"1000,OK", "1001,WARNING"})
    void a_slow_answer_is_told(double elapsed, Verdict verdict) {
        var examination = Told.with(Told.member("n3", AS_IT_IS, AS_IT_IS, elapsed));

        assertThat(finding(examination, Check.ANSWER, Subject.of("n3")).verdict())
                .isEqualTo(verdict);
        assertThat(finding(examination, Check.ANSWER, Subject.of("n1"))
                        .measured()
                        .text())
                .isEqualTo("0.0 ms, up 2 d");
    }

    @Test
    void an_endpoint_that_does_not_answer_is_a_problem_and_not_a_second_one_by_its_name() {
        var findings = findings(silent(ExitCodes.UNAVAILABLE), Check.ANSWER);

        assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.OK, Verdict.OK, Verdict.PROBLEM);
        assertThat(findings.get(2).subject()).isEqualTo(Subject.of("https://n3:9443"));
        assertThat(findings.get(2).measured().text()).isEqualTo("nothing listens there");
    }

    @Test
    void a_member_at_none_of_the_endpoints_is_named() {
        var two = new Examination(List.of(Told.member("n1"), Told.member("n2")), List.of());

        var finding = finding(two, Check.ANSWER, Subject.of("n3"));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.advice()).contains("--endpoint");
    }

    @Test
    void members_that_name_no_leader_or_several_are_a_problem() {
        var none = Told.all(change(",\"leader\":\"n1\"", ""), AS_IT_IS);
        var two = third(change("\"leader\":\"n1\"", "\"leader\":\"n3\""), AS_IT_IS);

        assertThat(finding(none, Check.LEADER, Subject.CLUSTER).verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(finding(two, Check.LEADER, Subject.CLUSTER).verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(finding(two, Check.LEADER, Subject.CLUSTER).measured().text())
                .isEqualTo("n1 in term 3 (n1, n2), n3 in term 3 (n3)");
        assertThat(finding(Told.with(Told.member("n3")), Check.LEADER, Subject.CLUSTER)
                        .measured()
                        .text())
                .isEqualTo("n1 in term 3");
    }

    @Test
    void a_member_without_a_vote_is_told_how_to_get_one() {
        var id = "\"id\":\"n3\",\"address\":\"n3:7800\",\"role\":\"";
        var learner = change(id + "follower\",\"voter\":true", id + "learner\",\"voter\":false");

        var finding = finding(third(learner, AS_IT_IS), Check.VOTE, Subject.of("n3"));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.advice()).contains("'concord member add n3'");
    }

    @Test
    void versions_that_differ_ask_to_finish_the_upgrade() {
        var finding = finding(
                third(change("\"version\":\"1.0\"", "\"version\":\"1.1\""), AS_IT_IS), Check.VERSION, Subject.CLUSTER);

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.measured().text()).isEqualTo("1.0 (n1, n2), 1.1 (n3); Java 17");
    }

    @Test
    void a_leader_with_a_slow_disk_is_to_hand_over() {
        var slow = change("\"p99Millis\":4.0", "\"p99Millis\":200.0");
        var examination = Told.all(AS_IT_IS, slow);

        assertThat(finding(examination, Check.FSYNC, Subject.of("n1")).advice()).contains("'concord leader move'");
        assertThat(finding(examination, Check.FSYNC, Subject.of("n2")).advice()).doesNotContain("leader move");
    }

    /** Of each check one that is not well, and of those with several kinds of advice each kind. */
    private static List<Finding> unwell(Check check) {
        var broken = Told.all(
                change("\"voter\":true", "\"voter\":false")
                        .andThen(change("\"memoryBytes\":100", "\"memoryBytes\":1000"))
                        .andThen(change("\"lagEntries\":0", "\"lagEntries\":99999"))
                        .andThen(change("\"reachableVoters\":3", "\"reachableVoters\":1"))::apply,
                change("\"freeBytes\":500", "\"freeBytes\":1")
                        .andThen(change("\"logBytes\":200", "\"logBytes\":9999999999"))
                        .andThen(change("\"p99Millis\":4.0", "\"p99Millis\":9999.0"))
                        .andThen(change("\"roundTripMillis\":0.8", "\"roundTripMillis\":999.0"))
                        .andThen(change("2027-01-01", "2026-01-02"))
                        .andThen(change("\"java\":", "\"alarm\":\"differ\",\"java\":"))::apply);
        var examinations = Stream.concat(
                Stream.of(
                        broken,
                        Told.all(change(",\"leader\":\"n1\"", ""), AS_IT_IS),
                        third(change("\"leader\":\"n1\"", "\"leader\":\"n3\""), AS_IT_IS),
                        third(change("\"reachableVoters\":3", "\"reachableVoters\":2"), AS_IT_IS),
                        third(change("\"version\":\"1.0\"", "\"version\":\"1.1\""), AS_IT_IS),
                        third(AS_IT_IS, change("\"java\":", "\"failure\":\"disk\",\"java\":")),
                        third(AS_IT_IS, change(",\"roundTripMillis\":0.8,\"clockOffsetMillis\":0", "")),
                        third(
                                AS_IT_IS,
                                change(
                                        Long.toString(Told.NOW.toEpochMilli()),
                                        Long.toString(Told.NOW.plusSeconds(99).toEpochMilli()))),
                        Told.with(Told.member("n3", AS_IT_IS, AS_IT_IS, 9_999)),
                        new Examination(List.of(Told.member("n1")), List.of())),
                Stream.of(ExitCodes.UNAVAILABLE, ExitCodes.REFUSED, ExitCodes.NOT_FOUND, ExitCodes.FAILED)
                        .map(DoctorTest::silent));
        return examinations
                .flatMap(examination -> Doctor.findings(examination).stream())
                .filter(finding -> finding.check() == check && finding.verdict() != Verdict.OK)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Check.class)
    void whatever_is_not_well_says_what_to_do_by_commands_that_there_are(Check check) {
        var line = Concord.commandLine(new Terminal(
                new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), false, false, false));
        var findings = unwell(check);

        assertThat(findings).isNotEmpty().noneMatch(finding -> finding.advice().isEmpty());
        for (var finding : findings) {
            for (var match : COMMAND.matcher(finding.advice()).results().toList()) {
                var command = line;
                for (var word : match.group(1).split(" ", -1)) {
                    if (word.startsWith("-") || command.getSubcommands().isEmpty()) {
                        break;
                    }
                    command = Objects.requireNonNull(
                            command.getSubcommands().get(word), () -> "no '" + word + "' in " + match.group());
                }
                assertThat(command.getSubcommands()).as(match.group()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"receivedAt\":\"x\"}"})
    void what_is_no_diagnosis_is_no_concord(String body) {
        assertThatThrownBy(() -> Told.member("n1", AS_IT_IS, told -> body, 0))
                .isInstanceOf(RemoteFailure.class)
                .hasMessageContaining("https://n1:9443 answers, but not as");
    }
}
