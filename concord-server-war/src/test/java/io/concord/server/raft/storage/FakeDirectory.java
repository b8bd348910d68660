package io.concord.server.raft.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names on a {@link FakeDisk}: as they are seen, as they surely are on disk, and what has happened in between. */
final class FakeDirectory {
    private enum Change {
        MADE,
        RENAMED,
        DELETED
    }

    /** Something that happened to the directory and may not have reached the disk. */
    private record Named(Change change, String name, String to, FakeFile file) {
        void on(NavigableMap<String, FakeFile> names) {
            if (change != Change.MADE) {
                names.remove(name, file);
            }
            if (change != Change.DELETED) {
                names.put(to, file);
            }
        }
    }

    private final NavigableMap<String, FakeFile> durableNames = new TreeMap<>();
    private NavigableMap<String, FakeFile> names = new TreeMap<>();
    private List<Named> unsynced = new ArrayList<>();
    private boolean loseRenames;

    void loseRenames() {
        loseRenames = true;
    }

    List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Nullable FakeFile get(String name) {
        return names.get(name);
    }

    FakeFile make(String name) {
        var file = new FakeFile();
        changed(new Named(Change.MADE, name, name, file));
        return file;
    }

    void delete(String name) {
        var file = names.get(name);
        if (file != null) {
            changed(new Named(Change.DELETED, name, name, file));
        }
    }

    void rename(String from, String to) throws IOException {
        var file = names.get(from);
        if (file == null) {
            throw new IOException("there is no " + from);
        }
        changed(new Named(Change.RENAMED, from, to, file));
    }

    /** The file of this name, which is on disk under it from now on. */
    FakeFile durable(String name) {
        var file = names.computeIfAbsent(name, made -> new FakeFile());
        durableNames.put(name, file);
        return file;
    }

    void forget(String name) {
        names.remove(name);
        durableNames.remove(name);
    }

    void sync() {
        var kept = new ArrayList<Named>();
        for (var change : unsynced) {
            if (isLost(change)) {
                kept.add(change);
            } else {
                change.on(durableNames);
            }
        }
        unsynced = kept;
    }

    /** Any of what was not synced is lost, and of the files as well. */
    void losePower(Random random) {
        for (var change : unsynced) {
            if (random.nextBoolean() && !isLost(change)) {
                change.on(durableNames);
            }
        }
        unsynced = new ArrayList<>();
        names = new TreeMap<>(durableNames);
        names.values().forEach(file -> file.losePower(random));
    }

    private boolean isLost(Named change) {
        return loseRenames && change.change() == Change.RENAMED;
    }

    private void changed(Named change) {
        change.on(names);
        unsynced.add(change);
    }
}
