package io.concord.cli.cluster;

import java.net.URI;
import java.util.List;

/**
 * One node of a local cluster: its id and the loopback ports it listens on.
 *
 * @param id the node's name, such as {@code n1}; it also names the node's directory
 * @param httpPort where the node serves HTTP; it serves HTTPS 363 above it (9443 for 9080)
 * @param clusterPort where the node talks to the others
 */
public record NodeLayout(String id, int httpPort, int clusterPort) {
    /** The only address that a local cluster listens on. */
    public static final String HOST = "127.0.0.1";

    static final int HTTPS_OFFSET = 363;
    private static final int PORT_MAX = 65535;

    /** Refuses an id that could leave the node's directory, and ports that do not exist. */
    public NodeLayout {
        if (!id.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw new ClusterFailure("node id '" + id + "' is not allowed: use up to 32 of a-z, 0-9 and '-'");
        }
        requirePort(id, "HTTP port", httpPort, PORT_MAX - HTTPS_OFFSET);
        requirePort(id, "cluster port", clusterPort, PORT_MAX);
    }

    /** Where the node answers HTTP, without a trailing slash. */
    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + httpPort);
    }

    /** Where the node serves HTTPS, with a certificate of its own making. */
    public int httpsPort() {
        return httpPort + HTTPS_OFFSET;
    }

    /** This node as an element of {@code CONCORD_CLUSTER_MEMBERS}. */
    public String member() {
        return id + "=" + HOST + ":" + clusterPort;
    }

    /** Every port that must be free for this node to start. */
    List<PortUse> ports() {
        return List.of(
                new PortUse(id, "HTTP", httpPort, "--http-port"),
                new PortUse(id, "HTTPS, HTTP port + " + HTTPS_OFFSET, httpsPort(), "--http-port"),
                new PortUse(id, "the cluster", clusterPort, "--cluster-port"));
    }

    private static void requirePort(String id, String what, int port, int max) {
        if (port < 1 || port > max) {
            throw new ClusterFailure(what + " of node " + id + " is " + port + "; it must be 1 to " + max);
        }
    }
}
