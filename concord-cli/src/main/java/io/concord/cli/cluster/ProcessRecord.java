package io.concord.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * A process as another run of the command can recognise it: the pid alone may belong to somebody else by then.
 *
 * @param pid the process id
 * @param startedAt when the system says that it started
 */
record ProcessRecord(long pid, Instant startedAt) {
    /** Linux derives the instant from the boot time, which moves by a second when the clock is corrected. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Describes a process. One that has ended already gets an instant that no later process can have. */
    static ProcessRecord of(ProcessHandle process) {
        return new ProcessRecord(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** Reads a record; a missing or damaged file means that no process is known. */
    static Optional<ProcessRecord> read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(new ProcessRecord(
                    Long.parseLong(properties.getProperty("pid", "")),
                    Instant.parse(properties.getProperty("started-at", ""))));
        } catch (IOException | RuntimeException unusable) {
            return Optional.empty();
        }
    }

    void write(Path file) {
        PrivateFiles.write(file, "pid=" + pid + "\nstarted-at=" + startedAt + "\n");
    }

    /** The process, if it still runs and is the one that was recorded. */
    Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid).filter(ProcessRecord::isRunning).filter(this::isSame);
    }

    /**
     * Whether a process still does anything. In a container whose first process collects no children an ended process
     * stays as a zombie, alive for Java; but a zombie has no command any more.
     */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private boolean isSame(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(instant, startedAt).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
