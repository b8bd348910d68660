package io.concord.cli.cluster;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds ports for tests that nobody listens on. One instance never gives the same port twice; not thread-safe.
 *
 * <p>It searches below the ranges from which Linux (32768) and macOS (49152) take the ports of outgoing connections:
 * there, a port that is free now would often be taken before the server binds it.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;
    private static final int ATTEMPTS_MAX = 1_000;

    private final Random random = new SecureRandom();
    private final Set<Integer> given = new HashSet<>();

    /** A port for HTTP: the one for HTTPS that belongs to it is free as well. */
    public int http() {
        return find(NodeLayout.HTTPS_OFFSET);
    }

    /** A port for the cluster. */
    public int cluster() {
        return find(0);
    }

    /** Nodes {@code n1} to {@code nN} on free ports. */
    public List<NodeLayout> nodes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new NodeLayout("n" + number, http(), cluster()))
                .toList();
    }

    private int find(int companionOffset) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = FIRST + random.nextInt(LAST - FIRST);
            if (isUsable(port) && isUsable(port + companionOffset)) {
                given.add(port);
                given.add(port + companionOffset);
                return port;
            }
        }
        throw new ClusterFailure("no free port found between " + FIRST + " and " + LAST + " in " + ATTEMPTS_MAX
                + " attempts; stop the servers that listen there");
    }

    private boolean isUsable(int port) {
        return !given.contains(port) && PortUse.isFree(port);
    }
}
