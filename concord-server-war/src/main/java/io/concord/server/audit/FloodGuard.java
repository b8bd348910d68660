package io.concord.server.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets so many refusals through in a minute, in all and of each source, and counts the others: whoever floods a node fills
 * neither its disk nor the log, and is still named with his number.
 */
final class FloodGuard {
    static final long WINDOW_MILLIS = 60_000;
    static final int EACH_MAX = 10;
    static final int ALL_MAX = 60;

    /** So many sources are counted by name; the others are counted together. */
    static final int SOURCES_MAX = 20;

    private final Map<Source, Long> heldBack = new LinkedHashMap<>();
    private final Map<Source, Integer> passed = new LinkedHashMap<>();
    private int passedOfAll;
    private long others;
    private long windowBeganMillis;
    private boolean open;

    /** Where refusals come from, and why they are. */
    private record Source(String who, String code) {}

    /**
     * How many were held back.
     *
     * @param who empty for all whose names are not kept
     */
    record Summary(String who, String code, long count, long sinceMillis) {}

    /** Whether this one may be written; otherwise it is counted. */
    synchronized boolean admits(String who, String code, long nowMillis) {
        if (!open) {
            open = true;
            windowBeganMillis = nowMillis;
        }
        var source = new Source(who, code);
        int before = passed.getOrDefault(source, 0);
        if (passedOfAll < ALL_MAX && before < EACH_MAX) {
            passedOfAll++;
            passed.put(source, before + 1);
            return true;
        }
        if (heldBack.containsKey(source) || heldBack.size() < SOURCES_MAX) {
            heldBack.merge(source, 1L, Long::sum);
        } else {
            others++;
        }
        return false;
    }

    /** What was held back in a minute that is over, or in the one that is not if that is not waited for. */
    synchronized List<Summary> take(long nowMillis, boolean atOnce) {
        if (!open || (!atOnce && nowMillis - windowBeganMillis < WINDOW_MILLIS)) {
            return List.of();
        }
        var summaries = new ArrayList<Summary>();
        heldBack.forEach(
                (source, count) -> summaries.add(new Summary(source.who(), source.code(), count, windowBeganMillis)));
        if (others > 0) {
            summaries.add(new Summary("", "", others, windowBeganMillis));
        }
        heldBack.clear();
        passed.clear();
        passedOfAll = 0;
        others = 0;
        open = false;
        return summaries;
    }
}
