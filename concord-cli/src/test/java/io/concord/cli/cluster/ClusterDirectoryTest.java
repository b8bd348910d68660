package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDirectoryTest {
    @TempDir
    Path temporary;

    private ClusterDirectory directory() {
        return new ClusterDirectory(temporary.resolve("data"));
    }

    @Test
    void it_is_closed_to_others() throws Exception {
        directory().prepare();
        directory().writeAuthHeader("token");

        assertThat(mode(directory().root())).isEqualTo("rwx------");
        assertThat(mode(directory().authHeader())).isEqualTo("rw-------");
        assertThat(directory().authHeader()).hasContent("Authorization: Bearer token");
    }

    @Test
    void settings_are_found_again() {
        directory().prepare();
        var settings = new ClusterSettings(5, 9180, 7900);

        directory().write(settings);

        assertThat(directory().settings()).contains(settings);
    }

    @Test
    void another_number_of_nodes_is_refused_with_both_numbers() {
        var three = new ClusterSettings(3, 9080, 7800);
        var five = new ClusterSettings(5, 9080, 7800);

        assertThatThrownBy(() -> five.requireSameNodes(three, directory()))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("belongs to a cluster of 3 nodes")
                .hasMessageContaining("with --nodes 5")
                .hasMessageContaining("Start it with --nodes 3")
                .hasMessageContaining("--data DIR");
    }

    @Test
    void settings_of_a_later_format_are_refused() throws Exception {
        directory().prepare();
        Files.writeString(directory().root().resolve("cluster.properties"), "format=2\nnodes=3\n");

        assertThatThrownBy(() -> directory().settings()).hasMessageContaining("has format 2");
    }

    @Test
    void damaged_settings_name_the_entry() throws Exception {
        directory().prepare();
        Files.writeString(directory().root().resolve("cluster.properties"), "format=1\nnodes=many\n");

        assertThatThrownBy(() -> directory().settings()).hasMessageContaining("nodes is 'many', not a number");
    }

    @Test
    void a_second_start_on_it_is_refused_until_the_first_has_ended() {
        directory().prepare();
        try (var lock = directory().lock()) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> directory().lock())
                    .hasMessageContaining("already running or starting")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("concord dev stop");
        }
        directory().lock().close();
    }

    @Test
    void a_directory_of_somebody_else_is_not_adopted() throws Exception {
        Files.createDirectories(directory().root());
        Files.writeString(directory().root().resolve("thesis.txt"), "ten years");

        assertThatThrownBy(() -> directory().requireOwn())
                .hasMessageContaining("is not empty and holds no Concord cluster");
    }

    @Test
    void a_path_that_cannot_be_written_is_named() throws Exception {
        Files.writeString(temporary.resolve("data"), "a file");

        assertThatThrownBy(() -> directory().prepare())
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("cannot write " + directory().root())
                .hasMessageContaining("--data DIR");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
