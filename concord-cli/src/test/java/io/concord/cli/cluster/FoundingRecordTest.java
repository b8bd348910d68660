package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundingRecordTest {
    private static final List<NodeLayout> NODES = ClusterLayout.consecutive(3, 9080, 7800);

    @TempDir
    Path root;

    @Test
    void nobody_has_had_data_in_a_new_directory() {
        observe();

        assertThat(NODES).allMatch(node -> record().isFounding(node.id()));
    }

    @Test
    void a_node_that_has_data_is_no_founder_at_its_next_start() throws IOException {
        data("n1", "raft/log");

        observe();

        assertThat(record().isFounding("n1")).isFalse();
        assertThat(record().isFounding("n2")).isTrue();
    }

    @Test
    void a_node_whose_whole_directory_was_deleted_is_no_founder_again() throws IOException {
        var log = data("n1", "log");
        observe();
        Files.delete(log);
        Files.delete(directory().node("n1").data());
        Files.delete(directory().node("n1").root());

        data("n2", "raft/log");
        observe();

        assertThat(record().isFounding("n1")).isFalse();
        assertThat(record().isFounding("n2")).isFalse();
        assertThat(record().isFounding("n3")).isTrue();
    }

    @Test
    void a_start_that_left_only_empty_directories_may_be_repeated() throws IOException {
        Files.createDirectories(directory().node("n1").data().resolve("raft"));

        observe();

        assertThat(record().isFounding("n1")).isTrue();
    }

    private Path data(String nodeId, String name) throws IOException {
        var file = directory().node(nodeId).data().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "entry");
    }

    private void observe() {
        record().observe(NODES, directory());
    }

    private FoundingRecord record() {
        return directory().founding();
    }

    private ClusterDirectory directory() {
        return new ClusterDirectory(root);
    }
}
