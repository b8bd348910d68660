package io.concord.server.raft.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * A disk in memory that loses what was not synced, as the power would: of each file any of the pages written since, whole or
 * torn, and any of the cuts; of the directory any of the files made, renamed and deleted. It can be told to fail, to lie, and
 * to rot; the same seed gives the same disk. One thread at a time.
 *
 * <p>To see whether a test would notice a storage that acknowledges before it has synced, let the disk
 * {@link #ignoreSync}; for one that forgets to sync the directory, {@link #loseRenames}. A fault of the storage itself is
 * planted by a {@code RaftStorage} around a {@link DurableStorage} that, for example, drops every call of {@code sync} or
 * {@code save}; the disk below keeps telling the truth.
 */
public final class FakeDisk implements Disk {
    /** What a disk can be asked that may go wrong. */
    public enum Operation {
        OPEN,
        READ,
        WRITE,
        TRUNCATE,
        SYNC,
        RENAME,
        DELETE,
        SYNC_DIRECTORY
    }

    private final FakeDirectory directory = new FakeDirectory();
    private final DiskFaults faults = new DiskFaults();
    private int run;
    private boolean locked;
    private boolean ignoreSync;
    private boolean checksumsFit;

    /** After so many more operations that change something, every one fails, and the first of them is done by half. */
    public void failAfter(int more) {
        faults.after(more);
    }

    /** After so many more of this operation, the next one fails, that one only; a write is done by half. */
    public void failOnce(Operation operation, int more) {
        faults.once(operation, more);
    }

    /** The disk works again. */
    public void heal() {
        faults.heal();
    }

    /** A disk that says that it has synced, and has not. */
    public void ignoreSync() {
        ignoreSync(true);
    }

    public void ignoreSync(boolean ignore) {
        ignoreSync = ignore;
    }

    /** A disk that forgets the new names of files at a loss of power, whatever was synced. */
    public void loseRenames() {
        directory.loseRenames();
    }

    /** A disk whose records all have a fitting checksum, damaged or not: for a storage that does not look at them. */
    public void fitChecksums() {
        checksumsFit = true;
    }

    /** Operations so far that change something, or should. */
    public long operations() {
        return faults.operations();
    }

    /** The process has died; what it has written is there, on disk or not. What it had open is of no use to it. */
    public FakeDisk kill() {
        run++;
        locked = false;
        return this;
    }

    /** The power has failed. */
    public FakeDisk crash(Random random) {
        kill();
        heal();
        directory.losePower(random);
        return this;
    }

    /** Changes one bit. */
    public void rot(String name, int offset) {
        rot(name, offset, 1);
    }

    /** Changes the bits of a byte that are set in the mask. */
    public void rot(String name, int offset, int mask) {
        var bytes = bytes(name);
        bytes[offset] ^= (byte) mask;
        file(name).replace(bytes);
    }

    /** Removes the end of a file. */
    public void cut(String name, int size) {
        file(name).replace(Arrays.copyOf(bytes(name), size));
    }

    /** Has a file with these bytes, on disk. */
    public void put(String name, byte[] bytes) {
        directory.durable(name).replace(bytes);
    }

    /** Removes a file, on disk. */
    public void remove(String name) {
        directory.forget(name);
    }

    public int size(String name) {
        return file(name).size();
    }

    public byte[] bytes(String name) {
        return file(name).bytes();
    }

    /** Another disk with what can be seen on this one, all of it synced. */
    public FakeDisk copy() {
        var copy = new FakeDisk();
        list().forEach(name -> copy.put(name, bytes(name)));
        return copy;
    }

    @Override
    public List<String> list() {
        return directory.names();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        var file = directory.get(name);
        if (file == null) {
            faults.before(Operation.OPEN);
            file = directory.make(name);
        }
        return new OpenFile(file, run, checksumsFit && Segment.isName(name));
    }

    @Override
    public void delete(String name) throws IOException {
        faults.before(Operation.DELETE);
        directory.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        faults.before(Operation.RENAME);
        directory.rename(from, to);
    }

    @Override
    public void sync() throws IOException {
        faults.before(Operation.SYNC_DIRECTORY);
        if (!ignoreSync) {
            directory.sync();
        }
    }

    @Override
    public Closeable lock() throws IOException {
        if (locked) {
            throw new IOException("another process uses the directory " + name());
        }
        locked = true;
        var ofRun = run;
        return () -> {
            if (run == ofRun) {
                locked = false;
            }
        };
    }

    @Override
    public ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes);
    }

    @Override
    public String name() {
        return "fake";
    }

    private FakeFile file(String name) {
        return Objects.requireNonNull(directory.get(name), name);
    }

    private final class OpenFile implements DiskFile {
        private final FakeFile file;
        private final int ofRun;
        private final boolean fitting;

        OpenFile(FakeFile file, int ofRun, boolean fitting) {
            this.file = file;
            this.ofRun = ofRun;
            this.fitting = fitting;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            if (faults.concernReads()) {
                faults.before(Operation.READ);
            }
            return fitting ? readFitting(into, position) : file.read(into, position);
        }

        private int readFitting(ByteBuffer into, long position) {
            var other = new FakeFile();
            other.replace(FittingChecksums.in(file.bytes()));
            return other.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            requireAlive();
            var bytes = new byte[from.remaining()];
            from.get(bytes);
            try {
                faults.before(Operation.WRITE);
            } catch (IOException e) {
                file.write(Arrays.copyOf(bytes, bytes.length / 2), (int) position);
                throw e;
            }
            file.write(bytes, (int) position);
        }

        @Override
        public void truncate(long size) throws IOException {
            requireAlive();
            faults.before(Operation.TRUNCATE);
            file.truncate((int) size);
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void sync() throws IOException {
            requireAlive();
            faults.before(Operation.SYNC);
            if (!ignoreSync) {
                file.sync();
            }
        }

        @Override
        public void close() {
            // Nothing is kept open.
        }

        private void requireAlive() throws IOException {
            if (ofRun != run) {
                throw new IOException("the process that opened this file is gone");
            }
        }
    }
}
