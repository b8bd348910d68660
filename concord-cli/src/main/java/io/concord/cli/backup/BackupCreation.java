package io.concord.cli.backup;

import io.concord.cli.remote.RemoteCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a backup, and removes older ones once the new one is known to be whole.
 *
 * @param directory where its name is made up; or null
 * @param file what it is called; or null
 */
record BackupCreation(
        RemoteCluster cluster,
        @Nullable Path directory,
        @Nullable Path file) {
    /** What was made, and what was removed. */
    record Made(Path file, BackupFile.Verified verified, List<Path> removed) {}

    Made run(@Nullable Integer keepDays, @Nullable Integer keepCount, LongConsumer progress) {
        if (directory == null) {
            var target = (file == null ? Path.of("concord.backup") : file).toAbsolutePath();
            var done = new BackupDownload(cluster, parent(target)).run(target, progress);
            return new Made(done.file(), done.verified(), List.of());
        }
        var done = new BackupDownload(cluster, directory).run(null, progress);
        var removed = new BackupDirectory(directory)
                .prune(
                        done.file(),
                        done.verified().header(),
                        keepDays,
                        keepCount,
                        Clock.systemUTC().instant());
        return new Made(done.file(), done.verified(), removed);
    }

    private static Path parent(Path absolute) {
        var parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }
}
