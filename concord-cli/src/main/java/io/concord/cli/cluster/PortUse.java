package io.concord.cli.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * One port that a node wants.
 *
 * @param nodeId the node
 * @param purpose what it wants the port for, as words in a message
 * @param port the port on loopback
 * @param option the command line option that moves it
 */
record PortUse(String nodeId, String purpose, int port, String option) {
    private static final int CONNECT_TIMEOUT_MILLIS = 200;

    /** Throws when another process listens on the port. */
    void requireFree() {
        if (!isFree(port)) {
            throw new ClusterFailure("port " + port + " is in use by another process; node " + nodeId + " needs it for "
                    + purpose + ". Stop that process (lsof -i :" + port + "), or choose other ports with " + option
                    + " BASE");
        }
    }

    /** Whether nobody listens on the loopback port now; another process may still take it later. */
    static boolean isFree(int port) {
        return canListen(port) && !answers(port);
    }

    private static boolean canListen(int port) {
        try (var socket = new ServerSocket()) {
            // As the server does: connections of a node stopped a moment ago, in TIME_WAIT, do not count.
            socket.setReuseAddress(true);
            socket.bind(loopback(port));
            return true;
        } catch (IOException busy) {
            return false;
        }
    }

    /** macOS lets us bind loopback beside a listener on all addresses, so ask whether somebody answers as well. */
    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(loopback(port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
