package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The storage in a real directory, and another process that wants it. */
class FileDiskTest {
    @TempDir
    private Path temporary;

    @Test
    void everything_is_there_after_a_restart() throws IOException {
        var directory = temporary.resolve("a/b/raft");
        try (var storage = Storages.open(new FileDisk(directory))) {
            storage.save(new HardState(2, "bob"));
            Storages.append(storage, 1, 20, 1);
            storage.truncateFrom(18);
            Storages.append(storage, 18, 18, 2);
            Storages.snapshot(storage, 9, "state at 9");
            storage.compactTo(9);
            storage.adoptCluster(Storages.CLUSTER);
        }

        try (var storage = Storages.open(new FileDisk(directory))) {
            assertThat(storage.hardState()).isEqualTo(new HardState(2, "bob"));
            assertThat(storage.firstIndex()).isEqualTo(10);
            assertThat(storage.lastIndex()).isEqualTo(18);
            assertThat(storage.termAt(18)).isEqualTo(2);
            assertThat(Storages.content(storage)).isEqualTo("state at 9");
            assertThat(storage.identity().clusterId()).isEqualTo(Storages.CLUSTER);
            assertThat(storage.entries(10, 18, 10_000)).isNotEmpty();
        }
    }

    @Test
    void a_second_opener_in_this_process_is_refused_and_told_the_directory() throws IOException {
        try (var storage = Storages.open(new FileDisk(temporary))) {
            assertThatThrownBy(() -> Storages.open(new FileDisk(temporary)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("another process uses the directory " + temporary);
            storage.sync();
        }
        Storages.open(new FileDisk(temporary)).close();
    }

    @Test
    void another_process_is_refused_also_after_this_one_has_refused_itself() throws Exception {
        try (var storage = Storages.open(new FileDisk(temporary))) {
            assertThatThrownBy(() -> Storages.open(new FileDisk(temporary))).isInstanceOf(IOException.class);

            assertThat(openElsewhere()).contains("another process uses the directory " + temporary);
            storage.sync();
        }
        assertThat(openElsewhere()).contains("opened");
    }

    private String openElsewhere() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName(),
                        temporary.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** The other process. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            try {
                Storages.open(new FileDisk(Path.of(arguments[0]))).close();
                System.out.println("opened");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
