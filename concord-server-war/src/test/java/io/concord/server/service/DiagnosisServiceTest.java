package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.access.Role;
import io.concord.core.model.Author;
import io.concord.core.protocol.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a node says of itself, and to whom. */
class DiagnosisServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");
    private static final NodeDiagnosis.Allowances ALLOWANCES =
            new NodeDiagnosis.Allowances(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final PeerSight PEER = new PeerSight(
            "n2",
            "h2:7800",
            Optional.of(new PeerSight.Contact(Duration.ofMillis(2), Duration.ofMillis(-7))),
            Optional.of(PeerSight.Port.OPEN));

    private final RecentTimes syncs = new RecentTimes(() -> 0);
    private final DiagnosisService service = new DiagnosisService(
            new StoppedCluster(),
            new MemoryLog(),
            new AccessControl(),
            new DiagnosisService.Instruments(
                    new Disk(),
                    syncs,
                    () -> List.of(new NodeDiagnosis.Certificate("https", Optional.of(END))),
                    () -> CompletableFuture.completedFuture(List.of(PEER))),
            ALLOWANCES,
            CLOCK);

    private static Caller caller(Role... roles) {
        return new Caller(new Author("issuer", "alice"), Set.of(roles));
    }

    @Test
    void a_node_tells_a_reader_what_it_finds_also_after_it_has_stopped_itself() {
        syncs.accept(3_000_000);

        var found = service.diagnose(caller(Role.READER)).toCompletableFuture().join();

        assertThat(found.node()).isEqualTo("n1");
        assertThat(found.java()).startsWith(Runtime.version().toString());
        assertThat(found.receivedAt()).isEqualTo(CLOCK.instant());
        assertThat(found.answeredAt()).isEqualTo(CLOCK.instant());
        assertThat(found.failure()).contains("the disk failed");
        assertThat(found.alarm()).contains("the states differ");
        assertThat(found.allowances()).isEqualTo(ALLOWANCES);
        assertThat(found.disk()).isEqualTo(new NodeDiagnosis.Disk(3, 4, 2, 1));
        assertThat(found.syncs().orElseThrow().max()).isEqualTo(Duration.ofMillis(3));
        assertThat(found.certificates()).containsExactly(new NodeDiagnosis.Certificate("https", Optional.of(END)));
        assertThat(found.peers()).containsExactly(PEER);
    }

    @Test
    void who_may_not_read_everything_is_refused() {
        var refused = catchThrowableOfType(RequestFailure.class, () -> service.diagnose(caller()));

        assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    private static final class Disk implements DiskUse {
        @Override
        public long logBytes() {
            return 1;
        }

        @Override
        public long dataBytes() {
            return 2;
        }

        @Override
        public long freeBytes() {
            return 3;
        }

        @Override
        public long totalBytes() {
            return 4;
        }
    }

    private static final class StoppedCluster implements Cluster {
        @Override
        public ClusterStatus status() {
            var report = new MemberReport("n1", "follower", "", 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, "1.2.3", 0, "");
            return new ClusterStatus(
                    "n1", "orders", Optional.of("c-1"), Optional.empty(), 1, 1, 1, report, memoryBytesMax(), List.of());
        }

        @Override
        public long memoryBytesMax() {
            return 1;
        }

        @Override
        public Optional<String> failure() {
            return Optional.of("the disk failed");
        }

        @Override
        public Optional<String> alarm() {
            return Optional.of("the states differ");
        }
    }
}
