package io.concord.server.raft.storage;

import io.concord.core.format.ByteWriter;
import java.io.IOException;

/**
 * The file {@code mark}: i64 index up to which the log was synced. It is written after each sync and not synced itself, so
 * it is a lower bound: what it covers may have been acknowledged.
 */
final class SyncMark {
    private static final String NAME = "mark";
    private static final String MAGIC = "CNMK";
    private static final int VERSION = 1;

    private final DiskFile file;
    private long index;

    SyncMark(Disk disk) throws IOException {
        this.file = disk.open(NAME);
        var in = SmallFile.decode("mark", MAGIC, VERSION, WholeFile.readAll(file));
        // Torn by a loss of power, it says nothing; the records of the log say enough.
        this.index = in == null ? 0 : in.i64();
    }

    long index() {
        return index;
    }

    void raise(long synced) throws IOException {
        if (synced > index) {
            write(synced);
        }
    }

    /** On disk before the log gets shorter, or the next start would miss what was removed. */
    void lower(long last) throws IOException {
        if (last < index) {
            write(last);
            file.sync();
        }
    }

    /** At a clean end. */
    void close() throws IOException {
        file.sync();
        file.close();
    }

    void abandon() throws IOException {
        file.close();
    }

    private void write(long value) throws IOException {
        file.write(SmallFile.encode(MAGIC, VERSION, new ByteWriter().i64(value)), 0);
        index = value;
    }
}
