package io.concord.server.raft.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file with positions. */
public interface DiskFile extends Closeable {
    /** Reads until the buffer is full or the file ends; returns how many bytes. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Writes all that remains in the buffer. */
    void write(ByteBuffer from, long position) throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;

    /** Returns once content and size survive a loss of power. */
    void sync() throws IOException;
}
