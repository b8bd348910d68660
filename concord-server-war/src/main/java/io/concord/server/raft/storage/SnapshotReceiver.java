package io.concord.server.raft.storage;

import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The snapshot file of a peer as it arrives, piece by piece, under a temporary name. */
public final class SnapshotReceiver implements AutoCloseable {
    static final String TEMPORARY_NAME = "received.snap" + SnapshotFormat.TEMPORARY_SUFFIX;

    private final Disk disk;
    private final DiskFile file;
    private long received;
    private @Nullable SnapshotMark mark;

    SnapshotReceiver(Disk disk) throws IOException {
        this.disk = disk;
        this.file = disk.open(TEMPORARY_NAME);
        file.truncate(0);
    }

    /** Bytes so far; the next piece begins there. */
    public long received() {
        return received;
    }

    /** Takes the next piece. */
    public void write(long offset, byte[] bytes) throws IOException {
        if (offset != received) {
            throw new IllegalArgumentException("piece at byte " + offset + " does not follow byte " + received);
        }
        file.write(ByteBuffer.wrap(bytes), offset);
        received += bytes.length;
    }

    /**
     * Has the whole file on disk and checks it.
     *
     * @throws FormatException if it is not one intact snapshot; the file is then gone
     */
    public void complete() throws IOException {
        file.sync();
        file.close();
        try (var source = SnapshotSource.open(disk, TEMPORARY_NAME)) {
            source.verify();
            mark = source.mark();
        } catch (FormatException e) {
            disk.delete(TEMPORARY_NAME);
            throw e;
        }
    }

    /** @throws IllegalStateException if it is not complete */
    SnapshotMark mark() {
        if (mark == null) {
            throw new IllegalStateException("the snapshot has not been received completely");
        }
        return mark;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was promised.
        }
    }
}
