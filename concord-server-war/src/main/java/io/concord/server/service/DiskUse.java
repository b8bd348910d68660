package io.concord.server.service;

/** What a node takes of its disk, in bytes; -1 where the system does not tell. */
public interface DiskUse {
    /** The files of the log. */
    long logBytes();

    /** All files of the data directory: the log, the snapshots, the vote. */
    long dataBytes();

    /** What the server may still write to the disk of the data directory. */
    long freeBytes();

    /** How large that disk is. */
    long totalBytes();
}
