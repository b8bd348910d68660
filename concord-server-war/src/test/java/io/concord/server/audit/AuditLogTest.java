package io.concord.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.core.audit.AuditCheck;
import io.concord.core.audit.AuditLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final Counts counts = new Counts();
    private final List<AuditLog> open = new ArrayList<>();
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private long fileBytesMax = 1 << 20;
    private int filesMax = 100;

    private static final class Counts implements AuditMeter {
        private final AtomicLong written = new AtomicLong();
        private final AtomicLong lost = new AtomicLong();
        private final AtomicLong heldBack = new AtomicLong();

        @Override
        public void written(long events) {
            written.addAndGet(events);
        }

        @Override
        public void lost(long events) {
            lost.addAndGet(events);
        }

        @Override
        public void heldBack(long events) {
            heldBack.addAndGet(events);
        }
    }

    @AfterEach
    void close() {
        open.forEach(AuditLog::close);
    }

    private Path file() {
        return directory.resolve("logs").resolve("audit.jsonl");
    }

    private AuditLog started() throws IOException {
        var settings =
                new AuditSettings(file(), fileBytesMax, Duration.ofHours(24), filesMax, true, Set.of(AuditKind.WRITES));
        var log = new AuditLog(settings, "n1", counts, clock);
        log.start();
        open.add(log);
        return log;
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory.resolve("logs"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /** Everything that was written, which must be a whole chain. */
    private List<String> lines() throws IOException {
        var check = new AuditCheck(Set.of());
        var lines = new ArrayList<String>();
        for (var file : files()) {
            try (var in = Files.newInputStream(file)) {
                check.read(file.toString(), in);
            }
            lines.addAll(Files.readAllLines(file));
        }
        assertThat(check.faults()).isEmpty();
        return lines;
    }

    private static AuditEvent named(AuditLog log, String subject) {
        return log.event("request").with("subject", subject);
    }

    @Test
    void events_stand_in_their_order_in_one_chain_from_start_to_stop() throws IOException {
        var log = started();
        for (int i = 0; i < 500; i++) {
            log.record(named(log, "user-" + i));
        }
        log.close();

        var lines = lines();

        assertThat(lines).hasSize(502);
        assertThat(lines.get(0)).contains("\"time\":\"2026-01-01T00:00:00Z\",\"node\":\"n1\",\"event\":\"started\"");
        assertThat(lines.get(1)).contains("\"seq\":2,").contains("\"subject\":\"user-0\"");
        assertThat(lines.get(500)).contains("\"subject\":\"user-499\"");
        assertThat(lines.get(501)).contains("\"event\":\"stopped\"");
        assertThat(counts.written).hasValue(502);
        assertThat(counts.lost).hasValue(0);
        assertThat(log.queuedCharacters()).isZero();
    }

    @Test
    void what_is_recorded_durably_is_in_the_file_when_it_returns() throws Exception {
        var log = started();

        log.recordDurably(named(log, "root"));

        assertThat(Files.readString(file())).contains("\"subject\":\"root\"");
    }

    @Test
    void only_its_owner_may_read_it() throws IOException {
        started();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void text_that_would_forge_a_line_or_hide_in_one_is_escaped() throws IOException {
        var log = started();
        log.record(log.event("request")
                .with("key", "a\"}\n{\"seq\":9," + (char) 0x202e + (char) 0xd800 + "\\" + (char) 0xe9));
        log.close();

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(1))
                .contains("\"key\":\"a\\\"}#u000a{\\\"seq\\\":9,#u202e#ud800\\\\#u00e9\"".replace('#', '\\'));
    }

    @Test
    void files_are_set_aside_when_they_are_full_and_the_chain_goes_on() throws Exception {
        fileBytesMax = 2_000;
        var log = started();
        for (int i = 0; i < 100; i++) {
            log.recordDurably(named(log, "user-" + i));
        }
        log.close();

        assertThat(files()).hasSizeGreaterThan(5);
        assertThat(files().get(0).getFileName()).hasToString("audit-000000000001.jsonl");
        assertThat(Files.readAllLines(files().get(1)).get(0))
                .contains("\"event\":\"file-begun\",\"follows\":\"audit-000000000001.jsonl\"");
        assertThat(lines()).filteredOn(line -> line.contains("\"subject\"")).hasSize(100);
    }

    @Test
    void the_oldest_files_are_deleted_and_the_log_says_so() throws Exception {
        fileBytesMax = 1_000;
        filesMax = 3;
        var log = started();
        for (int i = 0; i < 50; i++) {
            log.recordDurably(named(log, "user-" + i));
        }
        log.close();

        assertThat(files()).hasSize(4);
        assertThat(lines()).anyMatch(line -> line.contains("\"deleted\":\"audit-0"));
    }

    @Test
    void a_file_that_is_old_is_set_aside_too() throws Exception {
        var log = started();
        log.recordDurably(named(log, "yesterday"));
        log.close();
        clock = Clock.fixed(NOW.plus(Duration.ofHours(25)), ZoneOffset.UTC);

        var next = started();
        next.recordDurably(named(next, "today"));
        next.close();

        assertThat(files()).hasSize(2);
        assertThat(Files.readString(file())).contains("today").doesNotContain("yesterday");
        lines();
    }

    @Test
    void a_restart_goes_on_with_the_chain() throws Exception {
        for (int i = 0; i < 3; i++) {
            var log = started();
            log.recordDurably(named(log, "user-" + i));
            log.close();
        }

        assertThat(lines()).hasSize(9);
        assertThat(lines().get(8)).startsWith("{\"seq\":9,");
    }

    @Test
    void a_last_line_that_is_torn_is_cut_off_kept_and_told_at_every_byte() throws Exception {
        var log = started();
        log.recordDurably(named(log, "kept"));
        log.recordDurably(named(log, "torn"));
        log.close();
        var whole = Files.readString(file());
        var torn = whole.lines().toList().get(2);
        int begins = whole.indexOf(torn);
        for (int length = 1; length <= torn.length(); length += 7) {
            Files.writeString(file(), whole.substring(0, begins + length));

            var again = started();
            again.close();

            var lines = lines();
            assertThat(lines).hasSize(5);
            assertThat(lines.get(1)).contains("kept");
            assertThat(lines.get(2))
                    .contains("\"event\":\"recovered\",\"cutBytes\":" + length + ",\"cutSha256\":\""
                            + AuditLine.sha256(torn.substring(0, length).getBytes(StandardCharsets.US_ASCII)));
            assertThat(Files.readString(directory.resolve("logs").resolve("audit-cut-000000000003")))
                    .isEqualTo(torn.substring(0, length));
        }
    }

    @Test
    void what_somebody_changed_is_not_built_upon() throws Exception {
        var log = started();
        log.recordDurably(named(log, "alice"));
        log.recordDurably(named(log, "bob"));
        log.close();
        Files.writeString(file(), Files.readString(file()).replace("alice", "mallory"));

        var again = started();
        again.close();

        assertThat(lines()).hasSize(4);
        assertThat(lines().get(1)).contains("\"event\":\"recovered\"");
        assertThat(Files.readString(directory.resolve("logs").resolve("audit-cut-000000000002")))
                .contains("mallory")
                .contains("bob");
    }

    @Test
    void while_it_cannot_be_written_nobody_is_told_otherwise_and_afterwards_it_goes_on() throws Exception {
        var log = started();
        log.recordDurably(named(log, "before"));
        block();

        await().atMost(PATIENCE).until(log::isFailing);
        assertThatThrownBy(() -> log.recordDurably(named(log, "refused")))
                .isInstanceOf(AuditUnavailableException.class);
        log.record(named(log, "meanwhile"));
        unblock();
        await().atMost(PATIENCE).until(() -> !log.isFailing());
        log.recordDurably(named(log, "after"));
        log.close();

        assertThat(Files.readString(file())).contains("meanwhile").contains("after");
        assertThat(counts.lost).hasValue(0);
    }

    @Test
    void lines_that_somebody_deleted_while_it_runs_are_missing_for_ever_and_told() throws Exception {
        var log = started();
        log.recordDurably(named(log, "deleted"));
        Files.delete(file());

        await().atMost(PATIENCE).untilAsserted(() -> {
            log.record(named(log, "next"));
            assertThat(file()).exists();
            assertThat(Files.readString(file())).contains("\"event\":\"missing\",\"after\":0,\"to\":");
        });
        log.close();

        var check = new AuditCheck(Set.of());
        try (var in = Files.newInputStream(file())) {
            check.read("audit.jsonl", in);
        }
        assertThat(check.faults()).isEmpty();
        assertThat(check.firstSequence()).isGreaterThan(2);
    }

    @Test
    void what_does_not_fit_is_lost_and_the_log_says_how_many() throws Exception {
        var log = started();
        log.recordDurably(named(log, "before"));
        block();
        await().atMost(PATIENCE).until(log::isFailing);
        var large = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            log.record(named(log, large));
        }
        assertThat(log.queuedCharacters()).isLessThanOrEqualTo(AuditLog.QUEUED_CHARACTERS_MAX);
        long lost = counts.lost.get();
        unblock();
        await().atMost(PATIENCE).until(() -> !log.isFailing());
        log.recordDurably(named(log, "after"));
        log.close();

        assertThat(lost).isPositive();
        assertThat(lines()).anyMatch(line -> line.contains("\"event\":\"lost\",\"count\":" + lost));
        assertThat(log.queuedCharacters()).isZero();
    }

    @Test
    void a_flood_of_refusals_is_counted_and_told_by_its_number() throws IOException {
        var log = started();
        for (int i = 0; i < 100_000; i++) {
            log.recordRefusal("192.0.2.1", "unauthorized", () -> named(log, "flood"));
        }
        log.recordRefusal("192.0.2.2", "unauthorized", () -> named(log, "another"));
        log.close();

        assertThat(lines()).filteredOn(line -> line.contains("flood")).hasSize(FloodGuard.EACH_MAX);
        assertThat(lines()).filteredOn(line -> line.contains("another")).hasSize(1);
        assertThat(lines())
                .anyMatch(line -> line.contains("\"event\":\"refusals-held-back\",\"count\":99990,")
                        && line.contains("\"from\":\"192.0.2.1\",\"code\":\"unauthorized\""));
        assertThat(counts.heldBack).hasValue(100_000 - FloodGuard.EACH_MAX);
    }

    @Test
    void a_file_that_cannot_be_opened_is_told_at_the_start() throws IOException {
        Files.writeString(directory.resolve("logs"), "no directory");

        assertThatThrownBy(this::started).isInstanceOf(IOException.class);
    }

    @Test
    void lines_that_somebody_else_has_added_are_found_while_it_runs_and_cut_off() throws Exception {
        var log = started();
        log.recordDurably(named(log, "ours"));
        Files.writeString(file(), "{\"forged\":true}\n", StandardOpenOption.APPEND);

        await().atMost(PATIENCE).untilAsserted(() -> {
            log.record(named(log, "next"));
            assertThat(Files.readString(file()))
                    .contains("\"event\":\"recovered\"")
                    .doesNotContain("forged");
        });
        log.close();
        lines();
    }

    /** Where the directory was, there is a file: no other user is needed for that, and root cannot write either. */
    private void block() throws IOException {
        Files.move(directory.resolve("logs"), directory.resolve("aside"));
        Files.writeString(directory.resolve("logs"), "no directory");
    }

    private void unblock() throws IOException {
        Files.delete(directory.resolve("logs"));
        Files.move(directory.resolve("aside"), directory.resolve("logs"));
    }
}
