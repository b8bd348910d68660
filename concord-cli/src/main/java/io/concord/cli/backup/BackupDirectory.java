package io.concord.cli.backup;

import io.concord.cli.remote.RemoteFailure;
import io.concord.core.backup.BackupHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory of backups, by the names that {@code backup create --dir} gives them; other files are let alone. */
record BackupDirectory(Path path) {
    /**
     * One of them.
     *
     * @param summary null where it is no backup, or only the beginning of one
     * @param defect why; null where it is one
     */
    record Item(
            Path file,
            long bytes,
            BackupFile.@Nullable Summary summary,
            @Nullable String defect) {
        String name() {
            return String.valueOf(file.getFileName());
        }
    }

    /** The newest first. */
    List<Item> list() {
        try (var files = Files.list(path)) {
            var items = new ArrayList<Item>();
            for (var file : files.filter(BackupName::matches).toList()) {
                items.add(item(file));
            }
            items.sort(Comparator.comparing(Item::name).reversed());
            return items;
        } catch (IOException e) {
            throw BackupFailures.unreadable(path, e);
        }
    }

    /**
     * Removes older backups of the same cluster that neither rule keeps; never the newest, which is known to be good.
     *
     * @param newest just made and verified
     * @param keepDays keeps those of the last so many days; null for no such rule
     * @param keepCount keeps so many, the newest included; null for no such rule
     * @return what was removed
     */
    List<Path> prune(
            Path newest, BackupHeader good, @Nullable Integer keepDays, @Nullable Integer keepCount, Instant now) {
        var removed = new ArrayList<Path>();
        if (keepDays == null && keepCount == null) {
            return removed;
        }
        int kept = 1;
        for (var item : list()) {
            var summary = item.summary();
            if (summary == null
                    || !summary.header().clusterId().equals(good.clusterId())
                    || item.name().equals(name(newest))) {
                continue;
            }
            boolean young = keepDays != null
                    && Duration.between(Instant.ofEpochMilli(summary.header().createdMillis()), now)
                                    .compareTo(Duration.ofDays(keepDays))
                            <= 0;
            boolean among = keepCount != null && kept < keepCount;
            if (young || among) {
                kept++;
            } else {
                delete(item.file());
                removed.add(item.file());
            }
        }
        return removed;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Item item(Path file) throws IOException {
        try {
            return new Item(file, Files.size(file), new BackupFile(file).summary(), null);
        } catch (RemoteFailure e) {
            return new Item(file, Files.size(file), null, e.getMessage());
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw BackupFailures.notRemoved(file, e);
        }
    }
}
