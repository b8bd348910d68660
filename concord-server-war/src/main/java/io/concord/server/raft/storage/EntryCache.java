package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import java.util.ArrayList;
import java.util.List;

/** The newest entries of the log, so that what is sent and applied need not be read; bounded in bytes. */
final class EntryCache {
    private final long bytesMax;
    private final ArrayList<Entry> entries = new ArrayList<>();
    private int head;
    private long bytes;

    EntryCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(Entry entry) {
        entries.add(entry);
        bytes += entry.bytes();
        while (bytes > bytesMax && head < entries.size() - 1) {
            bytes -= entries.get(head++).bytes();
        }
        if (head > 1_024 && head > entries.size() / 2) {
            entries.subList(0, head).clear();
            head = 0;
        }
    }

    boolean has(long index) {
        return head < entries.size()
                && index >= entries.get(head).index()
                && index <= entries.get(entries.size() - 1).index();
    }

    /** From an index that is there, as {@link io.concord.server.raft.consensus.RaftStorage#entries} has it. */
    List<Entry> from(long from, long to, long sizeMax) {
        var start = (int) (from - entries.get(head).index()) + head;
        var end = start;
        var size = 0L;
        while (end < entries.size() && entries.get(end).index() <= to) {
            size += entries.get(end).bytes();
            if (size > sizeMax && end > start) {
                break;
            }
            end++;
        }
        return List.copyOf(entries.subList(start, end));
    }

    void truncateFrom(long index) {
        while (entries.size() > head && entries.get(entries.size() - 1).index() >= index) {
            bytes -= entries.remove(entries.size() - 1).bytes();
        }
        if (entries.size() == head) {
            clear();
        }
    }

    void clear() {
        entries.clear();
        head = 0;
        bytes = 0;
    }
}
