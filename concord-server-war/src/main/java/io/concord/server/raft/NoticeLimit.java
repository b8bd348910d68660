package io.concord.server.raft;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lets the same sentence through once a minute: a member that is turned away knocks many times a second. */
final class NoticeLimit {
    private static final long REPEAT_NANOS = 60_000_000_000L;
    private static final int REMEMBERED_MAX = 64;

    private final Map<String, Long> saidAt = new LinkedHashMap<>();

    synchronized boolean isNew(String text) {
        var now = System.nanoTime();
        var before = saidAt.get(text);
        if (before != null && now - before < REPEAT_NANOS) {
            return false;
        }
        saidAt.remove(text);
        saidAt.put(text, now);
        if (saidAt.size() > REMEMBERED_MAX) {
            saidAt.remove(saidAt.keySet().iterator().next());
        }
        return true;
    }
}
