package io.concord.server.raft.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** One directory of a disk, as much of it as the storage needs; so that tests can crash it. */
public interface Disk {
    /** Names of the files, in no order. */
    List<String> list() throws IOException;

    /** A file for reading and writing; made if it is not there. */
    DiskFile open(String name) throws IOException;

    void delete(String name) throws IOException;

    /** Replaces what had the new name, in one step. */
    void rename(String from, String to) throws IOException;

    /** Returns once files made, renamed and deleted stay so over a loss of power. */
    void sync() throws IOException;

    /**
     * Takes the directory for this process.
     *
     * @throws IOException if another has it
     */
    Closeable lock() throws IOException;

    /** A buffer that the files of this disk write without copying it first. */
    ByteBuffer buffer(int bytes);

    /** For messages. */
    String name();
}
