package io.concord.server.raft;

import io.concord.server.service.PeerSight;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** What a connection to the port of a member that does not answer comes to. */
final class PeerPort {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

    private PeerPort() {}

    /** Connects and says nothing; waits for a second at most, and for the resolver of names. */
    static PeerSight.Port look(String host, int port) {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return PeerSight.Port.UNKNOWN_HOST;
        }
        try (var socket = new Socket()) {
            socket.connect(address, (int) CONNECT_MAX.toMillis());
            return PeerSight.Port.OPEN;
        } catch (ConnectException e) {
            return PeerSight.Port.REFUSED;
        } catch (IOException e) {
            return PeerSight.Port.SILENT;
        }
    }
}
