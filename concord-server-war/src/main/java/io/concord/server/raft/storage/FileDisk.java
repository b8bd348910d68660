package io.concord.server.raft.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A real directory. */
public final class FileDisk implements Disk {
    private static final String LOCK = "lock";

    /**
     * Directories that this process has locked. Closing any channel to a file gives up the locks that the process has on it
     * (POSIX), so that the second opener must not even open the file.
     */
    // Justification: the locks belong to the process, so does their list.
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private final Path directory;

    /** Makes the directory if it is not there, for good. */
    public FileDisk(Path directory) throws IOException {
        this.directory = make(directory.toAbsolutePath().normalize());
    }

    @Override
    public List<String> list() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .toList();
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new ChannelFile(FileChannel.open(
                directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void sync() throws IOException {
        sync(directory);
    }

    @Override
    public Closeable lock() throws IOException {
        var real = directory.toRealPath();
        if (!LOCKED.add(real)) {
            throw inUse();
        }
        try {
            var channel = lockFile();
            return () -> {
                channel.close();
                LOCKED.remove(real);
            };
        } catch (IOException | RuntimeException e) {
            LOCKED.remove(real);
            throw e;
        }
    }

    @Override
    public ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes);
    }

    @Override
    public String name() {
        return directory.toString();
    }

    private FileChannel lockFile() throws IOException {
        var channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse();
    }

    private IOException inUse() {
        return new IOException("another process uses the directory " + directory);
    }

    private static Path make(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            var parent = directory.getParent();
            if (parent != null) {
                make(parent);
            }
            Files.createDirectories(directory);
            if (parent != null) {
                sync(parent);
            }
        }
        return directory;
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static final class ChannelFile implements DiskFile {
        private final FileChannel channel;
        private boolean cut;

        ChannelFile(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            var total = 0;
            while (into.hasRemaining()) {
                var read = channel.read(into, position + total);
                if (read < 0) {
                    break;
                }
                total += read;
            }
            return total;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            var at = position;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            cut |= size < channel.size();
            channel.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void sync() throws IOException {
            // A smaller size is metadata that no later read needs, so that fdatasync might leave it.
            channel.force(cut);
            cut = false;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
