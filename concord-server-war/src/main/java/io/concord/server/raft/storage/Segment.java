package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A file of consecutive entries, {@code log-<first index>.seg}: eight bytes magic, u8 format version, i64 first index, i32
 * CRC32C of these, then {@link LogRecord}s. It knows where each entry begins and the term of each.
 */
final class Segment {
    static final int HEAD_BYTES = 21;
    static final int VERSION = 1;

    private static final byte[] MAGIC = {'C', 'N', 'R', 'A', 'F', 'T', 'L', 'G'};
    private static final String PREFIX = "log-";
    private static final String SUFFIX = ".seg";

    private final String name;
    private final long firstIndex;
    private final DiskFile file;
    private final NavigableMap<Long, Long> termFrom = new TreeMap<>();
    private int[] offsets = new int[64];
    private int count;
    private int end = HEAD_BYTES;

    private Segment(String name, long firstIndex, DiskFile file) {
        this.name = name;
        this.firstIndex = firstIndex;
        this.file = file;
    }

    static boolean isName(String name) {
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    static String name(long firstIndex) {
        return PREFIX + String.format("%020d", firstIndex) + SUFFIX;
    }

    /** A new file, with its head; the caller syncs the directory. */
    static Segment create(Disk disk, long firstIndex) throws IOException {
        var segment = new Segment(name(firstIndex), firstIndex, disk.open(name(firstIndex)));
        segment.file.truncate(0);
        segment.file.write(head(firstIndex), 0);
        segment.file.sync();
        return segment;
    }

    /** A file that is there, its entries not read yet. */
    static Segment open(Disk disk, String name) throws IOException {
        var number = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        return new Segment(name, Long.parseLong(number), disk.open(name));
    }

    boolean hasValidHead() throws IOException {
        var found = ByteBuffer.allocate(HEAD_BYTES);
        file.read(found, 0);
        return Arrays.equals(found.array(), head(firstIndex).array());
    }

    /** For messages, if the head is of another format version and otherwise right. */
    int versionOnDisk() throws IOException {
        var found = ByteBuffer.allocate(HEAD_BYTES);
        file.read(found, 0);
        return Byte.toUnsignedInt(found.get(MAGIC.length));
    }

    String name() {
        return name;
    }

    DiskFile file() {
        return file;
    }

    long firstIndex() {
        return firstIndex;
    }

    /** {@code firstIndex() - 1} while it is empty. */
    long lastIndex() {
        return firstIndex + count - 1;
    }

    /** Where the next record goes; bytes. */
    int end() {
        return end;
    }

    int offset(long index) {
        return index > lastIndex() ? end : offsets[(int) (index - firstIndex)];
    }

    long termAt(long index) {
        return termFrom.floorEntry(index).getValue();
    }

    /** Takes note of a record of this length at the end. */
    void noted(Entry entry) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        offsets[count++] = end;
        end += LogRecord.bytes(entry);
        var last = termFrom.lastEntry();
        if (last == null || last.getValue() != entry.term()) {
            termFrom.put(entry.index(), entry.term());
        }
    }

    void truncateFrom(long index) throws IOException {
        end = offset(index);
        count = (int) (index - firstIndex);
        termFrom.tailMap(index, true).clear();
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
            var record = LogRecord.read(buffer, offset(index) - offset(from));
            if (record == null || record.entry().index() != index) {
                throw new IOException(name + ": entry " + index + " at byte " + offset(index) + " is damaged");
            }
            entries.add(record.entry());
        }
        return entries;
    }

    private static ByteBuffer head(long firstIndex) {
        var head = ByteBuffer.allocate(HEAD_BYTES);
        head.put(MAGIC).put((byte) VERSION).putLong(firstIndex);
        var crc = new CRC32C();
        crc.update(head.array(), 0, head.position());
        return head.putInt((int) crc.getValue()).flip();
    }
}
