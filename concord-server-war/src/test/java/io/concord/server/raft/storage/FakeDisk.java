package io.concord.server.raft.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A disk in memory that loses what was not synced, as the power would: of each file some of the pages written since, of the
 * directory what was made, renamed and deleted last. It can be told to fail, to lie, and to rot.
 */
public final class FakeDisk implements Disk {
    private static final int PAGE_BYTES = 512;

    /** A file as it is seen, and as it would be after a loss of power. */
    private static final class Content {
        private byte[] live = new byte[0];
        private int liveSize;
        private byte[] durable = new byte[0];
        private int durableSize;
        private final List<int[]> unsynced = new ArrayList<>();
    }

    private Map<String, Content> live = new HashMap<>();
    private Map<String, Content> durable = new HashMap<>();
    private final List<Map<String, Content>> unsyncedNames = new ArrayList<>();
    private int run;
    private boolean locked;
    private int failIn = -1;
    private boolean broken;
    private boolean ignoreSync;
    private boolean loseRenames;

    /** After so many more operations that change something, every one fails, and the first of them is done by half. */
    public void failAfter(int operations) {
        failIn = operations;
    }

    /** The disk works again. */
    public void heal() {
        failIn = -1;
        broken = false;
    }

    /** A disk that says that it has synced, and has not. */
    public void ignoreSync() {
        ignoreSync = true;
    }

    /** A disk that forgets the new names of files at a loss of power, whatever was synced. */
    public void loseRenames() {
        loseRenames = true;
    }

    /** The process has died; what it has written is there. */
    public FakeDisk kill() {
        run++;
        locked = false;
        return this;
    }

    /** The power has failed. */
    public FakeDisk crash(Random random) {
        kill();
        heal();
        if (!unsyncedNames.isEmpty() && !loseRenames) {
            var kept = random.nextInt(unsyncedNames.size() + 1);
            durable = kept == 0 ? durable : unsyncedNames.get(kept - 1);
        }
        unsyncedNames.clear();
        live = new HashMap<>(durable);
        live.values().forEach(content -> tear(content, random));
        return this;
    }

    /** Changes one bit. */
    public void rot(String name, int offset) {
        var content = there(name);
        content.live[offset] ^= 1;
        content.durable = Arrays.copyOf(content.live, content.liveSize);
        content.durableSize = content.liveSize;
    }

    /** Removes the end of a file. */
    public void cut(String name, int size) {
        var content = there(name);
        content.liveSize = size;
        content.durable = Arrays.copyOf(content.live, size);
        content.durableSize = size;
    }

    public int size(String name) {
        return there(name).liveSize;
    }

    public byte[] bytes(String name) {
        var content = there(name);
        return Arrays.copyOf(content.live, content.liveSize);
    }

    @Override
    public List<String> list() {
        return live.keySet().stream().sorted().toList();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        var content = live.get(name);
        if (content == null) {
            change();
            content = new Content();
            live.put(name, content);
            named();
        }
        return new OpenFile(content, run);
    }

    @Override
    public void delete(String name) throws IOException {
        change();
        if (live.remove(name) != null) {
            named();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change();
        var content = live.remove(from);
        if (content == null) {
            throw new IOException("there is no " + from);
        }
        live.put(to, content);
        named();
    }

    @Override
    public void sync() throws IOException {
        change();
        if (!ignoreSync && !loseRenames) {
            durable = new HashMap<>(live);
            unsyncedNames.clear();
        }
    }

    @Override
    public Closeable lock() throws IOException {
        if (locked) {
            throw new IOException("another process uses it");
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
    public String name() {
        return "fake";
    }

    private Content there(String name) {
        return Objects.requireNonNull(live.get(name), name);
    }

    private void named() {
        unsyncedNames.add(new HashMap<>(live));
    }

    private void change() throws IOException {
        if (broken || (failIn >= 0 && failIn-- == 0)) {
            broken = true;
            throw new IOException("no space left on device");
        }
    }

    /** Of the pages written since the last sync, some are there and some are not. */
    private static void tear(Content content, Random random) {
        var bytes = Arrays.copyOf(content.durable, Math.max(content.durableSize, content.liveSize));
        var size = content.durableSize;
        for (var range : content.unsynced) {
            for (var at = range[0]; at < range[1]; ) {
                var end = Math.min(range[1], (at / PAGE_BYTES + 1) * PAGE_BYTES);
                if (random.nextBoolean() && end <= content.liveSize) {
                    bytes = bytes.length < end ? Arrays.copyOf(bytes, end) : bytes;
                    System.arraycopy(content.live, at, bytes, at, end - at);
                    size = Math.max(size, end);
                }
                at = end;
            }
        }
        content.live = Arrays.copyOf(bytes, Math.max(bytes.length, 1));
        content.liveSize = size;
        content.durable = Arrays.copyOf(bytes, size);
        content.durableSize = size;
        content.unsynced.clear();
    }

    private final class OpenFile implements DiskFile {
        private final Content content;
        private final int ofRun;

        OpenFile(Content content, int ofRun) {
            this.content = content;
            this.ofRun = ofRun;
        }

        @Override
        public int read(ByteBuffer into, long position) {
            var length = (int) Math.max(0, Math.min(into.remaining(), content.liveSize - position));
            into.put(content.live, (int) position, length);
            return length;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            requireAlive();
            var start = (int) position;
            var end = start + from.remaining();
            try {
                change();
            } catch (IOException e) {
                put(from.slice(from.position(), from.remaining() / 2), start);
                throw e;
            }
            put(from, start);
            content.unsynced.add(new int[] {start, end});
        }

        @Override
        public void truncate(long size) throws IOException {
            requireAlive();
            change();
            // Justification: a truncation that is forgotten is the same as one that has not been made yet.
            content.liveSize = (int) Math.min(content.liveSize, size);
            content.unsynced.removeIf(range -> range[0] >= size);
        }

        @Override
        public long size() {
            return content.liveSize;
        }

        @Override
        public void sync() throws IOException {
            requireAlive();
            change();
            if (!ignoreSync) {
                content.durable = Arrays.copyOf(content.live, content.liveSize);
                content.durableSize = content.liveSize;
                content.unsynced.clear();
            }
        }

        @Override
        public void close() {
            // Nothing is kept open.
        }

        private void put(ByteBuffer from, int start) {
            var end = start + from.remaining();
            if (content.live.length < end) {
                content.live = Arrays.copyOf(content.live, Math.max(end, 2 * content.live.length));
            }
            if (start > content.liveSize) {
                Arrays.fill(content.live, content.liveSize, start, (byte) 0);
            }
            from.get(content.live, start, end - start);
            content.liveSize = Math.max(content.liveSize, end);
        }

        private void requireAlive() throws IOException {
            if (ofRun != run) {
                throw new IOException("the process that opened this file is gone");
            }
        }
    }
}
