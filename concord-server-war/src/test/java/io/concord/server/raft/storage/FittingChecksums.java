package io.concord.server.raft.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A segment in which the checksum of every record fits whatever is there: to the storage it is as if there were none. */
final class FittingChecksums {
    private static final int CRC_OFFSET = 4;
    private static final int COVERED_OFFSET = 8;

    private FittingChecksums() {}

    static byte[] in(byte[] segment) {
        var bytes = ByteBuffer.wrap(segment.clone());
        var at = SegmentHead.BYTES;
        var length = LogRecord.claimedBytes(bytes, at);
        while (length >= 0 && length <= bytes.limit() - at) {
            bytes.putInt(at + CRC_OFFSET, checksum(bytes.array(), at, (int) length));
            at += (int) length;
            length = LogRecord.claimedBytes(bytes, at);
        }
        return bytes.array();
    }

    private static int checksum(byte[] segment, int at, int length) {
        var crc = new CRC32C();
        crc.update(segment, at, CRC_OFFSET);
        crc.update(segment, at + COVERED_OFFSET, length - COVERED_OFFSET);
        return (int) crc.getValue() ^ at;
    }
}
