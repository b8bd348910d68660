package io.concord.server.raft;

import io.concord.core.command.CommandCodec;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenerateLevelOneTest {
    @Test
    void generate() throws IOException {
        try (var cluster = new NodeCluster("level-one", 3)) {
            for (var id : List.of("n1", "n2", "n3")) {
                cluster.start(id);
            }
            var leader = cluster.leader();
            for (var i = 0; i < 5; i++) {
                NodeCluster.put(leader, "before-" + i, "v" + i);
            }
            try (var files = Files.list(Path.of("../concord-core/src/test/resources/golden"))) {
                for (var file : files.sorted().toList()) {
                    var name = file.getFileName().toString();
                    if (name.startsWith("command-v4-") && !name.contains("rule")) {
                        var bytes = HexFormat.of().parseHex(Files.readString(file).replace("\n", ""));
                        var reply = leader.log().append(CommandCodec.decode(bytes), NodeCluster.deadline()).toCompletableFuture().join();
                        System.out.println(name + " " + reply.outcome().getClass().getSimpleName());
                    }
                }
            }
            cluster.node("n2").control().snapshot(NodeCluster.deadline()).toCompletableFuture().join();
            for (var i = 0; i < 5; i++) {
                NodeCluster.put(leader, "after-" + i, "v" + i);
            }
            for (var id : List.of("n1", "n2", "n3")) {
                System.out.println(id + " " + NodeCluster.view(cluster.node(id)).get(Namespace.DEFAULT, new Key("before-0")).isPresent() + " " + NodeCluster.view(cluster.node(id)).revision() + " " + NodeCluster.view(cluster.node(id)).entryCount());
            }
            leader.checkpoint();
            NodeCluster.put(leader, "last", "v");
            NodeCluster.view(cluster.node("n1"));
            NodeCluster.view(cluster.node("n2"));
            NodeCluster.view(cluster.node("n3"));
        }
        for (var id : List.of("n1", "n2", "n3")) {
            var to = Files.createDirectories(Path.of("src/test/resources/golden/level-1", id));
            try (var files = Files.list(Path.of("target/level-one", id, "raft"))) {
                for (var file : files.sorted().toList()) {
                    if (!file.getFileName().toString().equals("lock")) {
                        Files.writeString(
                                to.resolve(file.getFileName() + ".hex"),
                                HexFormat.of().formatHex(Files.readAllBytes(file)).replaceAll("(.{1,64})", "$1\n"));
                    }
                }
            }
        }
    }
}
