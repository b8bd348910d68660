package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest entries of the log, so that what is sent and applied need not be read; bounded in bytes, the newest aside. */
final class EntryCache {
    private static final int PLACES_FIRST = 1_024;

    private final long bytesMax;
    private @Nullable Entry[] ring = new Entry[PLACES_FIRST];
    private long first;
    private int count;
    private long bytes;

    EntryCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(Entry entry) {
        if (count == 0) {
            first = entry.index();
        } else if (count == ring.length) {
            grow();
        }
        ring[place(entry.index())] = entry;
        count++;
        bytes += entry.bytes();
        while (bytes > bytesMax && count > 1) {
            remove(first++);
        }
    }

    boolean has(long index) {
        return index >= first && index < first + count;
    }

    /** From an index that is there, as {@link io.concord.server.raft.consensus.RaftStorage#entries} has it. */
    List<Entry> from(long from, long to, long sizeMax) {
        var taken = new ArrayList<Entry>();
        var size = 0L;
        for (var index = from; index <= to && has(index); index++) {
            var entry = at(index);
            size += entry.bytes();
            if (size > sizeMax && !taken.isEmpty()) {
                break;
            }
            taken.add(entry);
        }
        return taken;
    }

    void truncateFrom(long index) {
        while (count > 0 && first + count > index) {
            remove(first + count - 1);
        }
    }

    void clear() {
        Arrays.fill(ring, null);
        count = 0;
        bytes = 0;
    }

    long bytes() {
        return bytes;
    }

    private void remove(long index) {
        bytes -= at(index).bytes();
        ring[place(index)] = null;
        count--;
    }

    private Entry at(long index) {
        return Objects.requireNonNull(ring[place(index)]);
    }

    private int place(long index) {
        return (int) (index & (ring.length - 1));
    }

    private void grow() {
        var old = ring;
        ring = new Entry[2 * old.length];
        for (var entry : old) {
            var kept = Objects.requireNonNull(entry);
            ring[place(kept.index())] = kept;
        }
    }
}
