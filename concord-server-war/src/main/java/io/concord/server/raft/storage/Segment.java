package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A file of consecutive entries, {@code log-<first index>.seg}: a {@link SegmentHead}, then {@link LogRecord}s. It knows where
 * each entry begins and the term of each, and the time of the last.
 */
final class Segment {
    private static final String PREFIX = "log-";
    private static final String SUFFIX = ".seg";
    private static final Pattern NAME = Pattern.compile("log-[0-9]{20}\\.seg");

    private final String name;
    private final SegmentHead head;
    private final DiskFile file;
    private final NavigableMap<Long, Long> termFrom = new TreeMap<>();
    private int[] offsets = new int[64];
    private int count;
    private int end = SegmentHead.BYTES;
    private long lastTerm;
    private long lastTimeMillis;

    /** A file that is there and has this head, its entries not read yet. */
    Segment(String name, SegmentHead head, DiskFile file) {
        this.name = name;
        this.head = head;
        this.file = file;
        this.lastTerm = head.previousTerm();
        this.lastTimeMillis = head.previousTimeMillis();
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static String name(long firstIndex) {
        return PREFIX + String.format("%020d", firstIndex) + SUFFIX;
    }

    static long firstIndex(String name) {
        return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    }

    /** A new file, with its head; the caller syncs the directory. */
    static Segment create(Disk disk, SegmentHead head) throws IOException {
        var name = name(head.firstIndex());
        var segment = new Segment(name, head, disk.open(name));
        segment.file.truncate(0);
        segment.file.write(head.encode(), 0);
        segment.file.sync();
        return segment;
    }

    String name() {
        return name;
    }

    DiskFile file() {
        return file;
    }

    long firstIndex() {
        return head.firstIndex();
    }

    /** Of the entry before the first. */
    long previousTerm() {
        return head.previousTerm();
    }

    /** {@code firstIndex() - 1} while it is empty. */
    long lastIndex() {
        return head.firstIndex() + count - 1;
    }

    /** Of the last entry, or of the one before the first while it is empty. */
    long lastTerm() {
        return lastTerm;
    }

    /** Of the last entry, or of the one before the first while it is empty. */
    long lastTimeMillis() {
        return lastTimeMillis;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Where the next record goes; bytes. */
    int end() {
        return end;
    }

    int offset(long index) {
        return index > lastIndex() ? end : offsets[(int) (index - head.firstIndex())];
    }

    /** Of an entry that is there, or the one before the first. */
    long termAt(long index) {
        var from = termFrom.floorEntry(index);
        return from == null ? head.previousTerm() : from.getValue();
    }

    /** Takes note of a record of this length at the end. */
    void noted(Entry entry) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        if (count == 0 || lastTerm != entry.term()) {
            termFrom.put(entry.index(), entry.term());
            lastTerm = entry.term();
        }
        lastTimeMillis = entry.timeMillis();
        offsets[count++] = end;
        end += LogRecord.bytes(entry);
    }

    /** On disk when it returns. */
    void truncateFrom(long index) throws IOException {
        end = offset(index);
        count = (int) (index - head.firstIndex());
        termFrom.tailMap(index, true).clear();
        lastTerm = termAt(index - 1);
        lastTimeMillis = count == 0
                ? head.previousTimeMillis()
                : read(index - 1, index - 1, 0).get(0).timeMillis();
        file.truncate(end);
        file.sync();
    }

    /** Reads entries that are there, checking each. */
    List<Entry> read(long from, long to, long bytesMax) throws IOException {
        var last = from;
        while (last < to && offset(last + 2) - offset(from) <= bytesMax) {
            last++;
        }
        var buffer = ByteBuffer.allocate(offset(last + 1) - offset(from));
        file.read(buffer, offset(from));
        buffer.flip();
        var entries = new ArrayList<Entry>();
        for (var index = from; index <= last; index++) {
            var record = LogRecord.read(buffer, offset(index) - offset(from), offset(index));
            if (record == null || record.entry().index() != index) {
                throw new IOException(name + ": entry " + index + " at byte " + offset(index) + " is damaged");
            }
            entries.add(record.entry());
        }
        return entries;
    }
}
