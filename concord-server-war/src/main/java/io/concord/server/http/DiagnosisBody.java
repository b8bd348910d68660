package io.concord.server.http;

import io.concord.server.service.NodeDiagnosis;
import io.concord.server.service.PeerSight;
import io.concord.server.service.RecentTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /v1/cluster/diagnosis}, see {@link NodeDiagnosis}. Members that are null in it are not known and do
 * not appear in the JSON.
 *
 * @param receivedAt in milliseconds since 1970, as {@code answeredAt}
 */
public record DiagnosisBody(
        String node,
        String java,
        long receivedAt,
        long answeredAt,
        @Nullable String failure,
        @Nullable String alarm,
        long electionTimeoutMillis,
        long clockSkewMillis,
        NodeDiagnosis.Disk disk,
        @Nullable SyncBody sync,
        List<CertificateBody> certificates,
        List<PeerBody> peers) {

    /** How long the last syncs of the log took. */
    public record SyncBody(int count, long overMillis, double p50Millis, double p99Millis, double maxMillis) {
        static SyncBody of(RecentTimes.Spread spread) {
            return new SyncBody(
                    spread.count(),
                    spread.over().toMillis(),
                    millis(spread.median()),
                    millis(spread.p99()),
                    millis(spread.max()));
        }
    }

    /** The certificate of a port. */
    public record CertificateBody(String port, @Nullable String endsAt) {
        static CertificateBody of(NodeDiagnosis.Certificate certificate) {
            return new CertificateBody(
                    certificate.port(), certificate.end().map(Instant::toString).orElse(null));
        }
    }

    /** Another member, as this node sees it. */
    public record PeerBody(
            String id,
            String address,
            @Nullable String port,
            @Nullable Double roundTripMillis,
            @Nullable Long clockOffsetMillis) {

        static PeerBody of(PeerSight peer) {
            var contact = peer.contact();
            return new PeerBody(
                    peer.id(),
                    peer.address(),
                    peer.port().map(PeerBody::word).orElse(null),
                    contact.map(answer -> millis(answer.roundTrip())).orElse(null),
                    contact.map(answer -> answer.clockOffset().toMillis()).orElse(null));
        }

        private static String word(PeerSight.Port port) {
            return port.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static DiagnosisBody of(NodeDiagnosis found) {
        return new DiagnosisBody(
                found.node(),
                found.java(),
                found.receivedAt().toEpochMilli(),
                found.answeredAt().toEpochMilli(),
                found.failure().orElse(null),
                found.alarm().orElse(null),
                found.allowances().electionTimeout().toMillis(),
                found.allowances().clockSkew().toMillis(),
                found.disk(),
                found.syncs().map(SyncBody::of).orElse(null),
                found.certificates().stream().map(CertificateBody::of).toList(),
                found.peers().stream().map(PeerBody::of).toList());
    }

    /** With three decimals: microseconds. */
    private static double millis(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) / 1_000.0;
    }
}
