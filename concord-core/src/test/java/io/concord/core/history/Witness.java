package io.concord.core.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The committed log as the judge of what became of unknown outcomes: every write that was applied and made a revision, and
 * no other.
 */
public final class Witness {
    /** A put, or a delete of something, that the store applied. */
    public record AppliedWrite(String requestId, String key, long revision) {}

    private final List<AppliedWrite> writes;
    private final Map<String, AppliedWrite> byRequest = new HashMap<>();

    public Witness(List<AppliedWrite> writes) {
        this.writes = List.copyOf(writes);
        writes.forEach(write -> byRequest.putIfAbsent(write.requestId(), write));
    }

    /** In the order of the log. */
    public List<AppliedWrite> writes() {
        return writes;
    }

    /** The first application of a request. */
    public Optional<AppliedWrite> find(String requestId) {
        return Optional.ofNullable(byRequest.get(requestId));
    }
}
