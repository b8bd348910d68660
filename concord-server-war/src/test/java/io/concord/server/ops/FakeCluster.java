package io.concord.server.ops;

import io.concord.server.service.Cluster;
import io.concord.server.service.ClusterStatus;
import io.concord.server.service.MemberReport;
import io.concord.server.service.MemberStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node of a cluster of one that is well until a test says otherwise. */
final class FakeCluster implements Cluster {
    private static final long MEMORY_BYTES_MAX = 5_000;

    private @Nullable String failure;
    private @Nullable String alarm;
    private Optional<Long> lag = Optional.of(0L);

    void fail(String reason) {
        failure = reason;
    }

    void raise(String reason) {
        alarm = reason;
    }

    void fallBehind(long entries) {
        lag = Optional.of(entries);
    }

    void forgetLag() {
        lag = Optional.empty();
    }

    @Override
    public ClusterStatus status() {
        var local = new MemberReport(
                "n1", "leader", "n1", 3, 9, 8, 10, 7, 6, 500, 4_000, MEMORY_BYTES_MAX, 1, "test", 0, "");
        return new ClusterStatus(
                "n1",
                "concord",
                Optional.of("c-1"),
                Optional.of("n1"),
                3,
                1,
                1,
                local,
                MEMORY_BYTES_MAX,
                List.of(new MemberStatus("n1", "localhost:7800", true, true, Optional.of(1), Optional.of(local), lag)));
    }

    @Override
    public long memoryBytesMax() {
        return MEMORY_BYTES_MAX;
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Optional<String> alarm() {
        return Optional.ofNullable(alarm);
    }
}
