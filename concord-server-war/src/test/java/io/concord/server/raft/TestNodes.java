package io.concord.server.raft;

import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Configurations of nodes on loopback with free ports and data under {@code target}. */
final class TestNodes {
    /** A majority is always there. */
    static final Quorum QUORUM = new Quorum() {
        @Override
        public int reachable() {
            return 2;
        }

        @Override
        public int majority() {
            return 2;
        }
    };

    private TestNodes() {}

    static NodeConfig config(String id, List<Integer> ports, String directory) {
        var members = IntStream.range(0, ports.size())
                .mapToObj(i -> new Member("n" + (i + 1), "127.0.0.1", ports.get(i)))
                .toList();
        return new NodeConfig(
                id,
                directory,
                members,
                Path.of("target", directory, id).toAbsolutePath(),
                true,
                1 << 20,
                1000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Path.of("../liberty-config/src/main/liberty/config/concord-stack.xml"),
                Duration.ofSeconds(2),
                64 << 20,
                1000);
    }

    /** Ports that are free now, each with the one above it for failure detection. */
    static List<Integer> ports(int count) {
        var ports = new ArrayList<Integer>();
        while (ports.size() < count) {
            var port = free(0);
            var usable = port > 0 && port < 65_000 && !ports.contains(port) && free(port + 100) > 0;
            if (usable) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static int free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (BindException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
