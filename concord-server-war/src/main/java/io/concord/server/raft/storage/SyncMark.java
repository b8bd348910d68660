package io.concord.server.raft.storage;

import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import java.io.IOException;

/**
 * The file {@code mark}: i64 index up to which the log was synced. It is written after each sync and not synced itself, so
 * it is a lower bound: what it covers may have been acknowledged. A damaged one says nothing; the records of the log say
 * nearly as much.
 */
final class SyncMark {
    static final String NAME = "mark";

    private static final String MAGIC = "CNMK";
    private static final int VERSION = 1;

    private final DiskFile file;
    private long index;

    SyncMark(Disk disk) throws IOException {
        this.file = disk.open(NAME);
        // A process that was killed while it lowered the mark has left it in the system's memory only.
        file.sync();
        try {
            var in = SmallFile.decode(NAME, MAGIC, VERSION, WholeFile.readAll(file));
            this.index = in == null ? 0 : in.i64();
        } catch (FormatException e) {
            throw new StorageDamagedException(disk.name() + "/" + NAME, String.valueOf(e.getMessage()));
        }
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

    /** @param clean whether it goes to disk */
    void close(boolean clean) throws IOException {
        if (clean) {
            file.sync();
        }
        file.close();
    }

    private void write(long value) throws IOException {
        file.write(SmallFile.encode(MAGIC, VERSION, new ByteWriter().i64(value)), 0);
        index = value;
    }
}
