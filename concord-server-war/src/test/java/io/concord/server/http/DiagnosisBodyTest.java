package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.service.NodeDiagnosis;
import io.concord.server.service.PeerSight;
import io.concord.server.service.RecentTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosisBodyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static DiagnosisBody body(Optional<RecentTimes.Spread> syncs, PeerSight peer, Optional<Instant> end) {
        return DiagnosisBody.of(new NodeDiagnosis(
                "n1",
                "17",
                NOW,
                NOW.plusMillis(5),
                Optional.empty(),
                Optional.of("look"),
                new NodeDiagnosis.Allowances(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                new NodeDiagnosis.Disk(4, 3, 2, 1),
                syncs,
                List.of(new NodeDiagnosis.Certificate("cluster", end)),
                List.of(peer)));
    }

    @Test
    void what_is_known_has_its_unit() {
        var spread = new RecentTimes.Spread(
                9, Duration.ofSeconds(4), Duration.ofNanos(1_234_567), Duration.ofMillis(2), Duration.ofMillis(3));
        var contact = new PeerSight.Contact(Duration.ofNanos(812_999), Duration.ofMillis(-3));
        var peer = new PeerSight("n2", "h2:7800", Optional.of(contact), Optional.of(PeerSight.Port.UNKNOWN_HOST));

        var body = body(Optional.of(spread), peer, Optional.of(NOW));

        assertThat(body.answeredAt() - body.receivedAt()).isEqualTo(5);
        assertThat(body.alarm()).isEqualTo("look");
        assertThat(body.electionTimeoutMillis()).isEqualTo(1_000);
        assertThat(body.clockSkewMillis()).isEqualTo(30_000);
        assertThat(body.sync()).isEqualTo(new DiagnosisBody.SyncBody(9, 4_000, 1.234, 2.0, 3.0));
        assertThat(body.certificates())
                .containsExactly(new DiagnosisBody.CertificateBody("cluster", "2026-01-01T12:00:00Z"));
        assertThat(body.peers())
                .containsExactly(new DiagnosisBody.PeerBody("n2", "h2:7800", "unknown-host", 0.812, -3L));
    }

    @Test
    void what_is_not_known_is_left_out() {
        var peer = new PeerSight("n2", "", Optional.empty(), Optional.empty());

        var body = body(Optional.empty(), peer, Optional.empty());

        assertThat(body.failure()).isNull();
        assertThat(body.sync()).isNull();
        assertThat(body.certificates()).containsExactly(new DiagnosisBody.CertificateBody("cluster", null));
        assertThat(body.peers()).containsExactly(new DiagnosisBody.PeerBody("n2", "", null, null, null));
    }
}
