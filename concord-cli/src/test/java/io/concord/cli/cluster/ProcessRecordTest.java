package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordTest {
    @TempDir
    Path directory;

    @Test
    void a_recorded_process_is_found_again() {
        Path file = directory.resolve("process");

        ProcessRecord.of(ProcessHandle.current()).write(file);

        assertThat(ProcessRecord.read(file).flatMap(ProcessRecord::running)).contains(ProcessHandle.current());
    }

    @Test
    void a_reused_pid_is_not_the_recorded_process() {
        var before = new ProcessRecord(ProcessHandle.current().pid(), Instant.parse("2020-01-01T00:00:00Z"));

        assertThat(before.running()).isEmpty();
    }

    @Test
    void a_missing_or_damaged_file_records_nothing() throws Exception {
        Path damaged = Files.writeString(directory.resolve("process"), "pid=12");

        assertThat(ProcessRecord.read(damaged)).isEmpty();
        assertThat(ProcessRecord.read(directory.resolve("none"))).isEmpty();
    }
}
