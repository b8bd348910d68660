package io.concord.server.raft.storage;

import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The place of the newest snapshot. The one before goes only when the new one is on disk under its name. */
final class SnapshotShelf {
    private final Disk disk;
    private @Nullable SnapshotMark newest;

    /** Finds the newest, and clears away what a killed process has left behind. */
    SnapshotShelf(Disk disk) throws IOException {
        this.disk = disk;
        for (var name : disk.list()) {
            if (name.endsWith(SnapshotFormat.TEMPORARY_SUFFIX)) {
                disk.delete(name);
            }
        }
        var name = disk.list().stream()
                .filter(SnapshotFormat::isName)
                .max(String::compareTo)
                .orElse(null);
        if (name != null) {
            try (var source = open(name)) {
                this.newest = source.mark();
            }
            deleteAllBut(name);
        }
    }

    @Nullable SnapshotMark newest() {
        return newest;
    }

    /** @throws IllegalArgumentException if there is a newer one */
    void requireNotOlder(SnapshotMark mark) {
        if (newest != null && mark.index() < newest.index()) {
            throw new IllegalArgumentException(
                    "the snapshot at " + mark.index() + " is older than the one at " + newest.index());
        }
    }

    /** Puts a file that is whole and on disk in the place of the newest; on disk when it returns. */
    void put(String temporaryName, SnapshotMark mark) throws IOException {
        var name = SnapshotFormat.name(mark.index());
        disk.rename(temporaryName, name);
        disk.sync();
        newest = mark;
        deleteAllBut(name);
    }

    /** @throws IllegalStateException if there is none */
    SnapshotMark requireOne() {
        if (newest == null) {
            throw new IllegalStateException("there is no snapshot");
        }
        return newest;
    }

    SnapshotSource open() throws IOException {
        return open(SnapshotFormat.name(requireOne().index()));
    }

    private SnapshotSource open(String name) throws IOException {
        try {
            var source = SnapshotSource.open(disk, name);
            if (!SnapshotFormat.name(source.mark().index()).equals(name)) {
                source.close();
                throw new FormatException(
                        "it is the snapshot at " + source.mark().index());
            }
            return source;
        } catch (FormatException e) {
            throw new StorageDamagedException(disk.name() + "/" + name, String.valueOf(e.getMessage()));
        }
    }

    private void deleteAllBut(String kept) throws IOException {
        for (var name : disk.list()) {
            if (SnapshotFormat.isName(name) && !name.equals(kept)) {
                disk.delete(name);
            }
        }
    }
}
