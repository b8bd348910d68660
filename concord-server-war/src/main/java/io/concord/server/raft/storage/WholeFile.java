package io.concord.server.raft.storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Whole small files. */
final class WholeFile {
    private WholeFile() {}

    static byte[] readAll(Disk disk, String name) throws IOException {
        try (var file = disk.open(name)) {
            return readAll(file);
        }
    }

    static byte[] readAll(DiskFile file) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(file.size(), 1 << 20));
        file.read(buffer, 0);
        var bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }
}
