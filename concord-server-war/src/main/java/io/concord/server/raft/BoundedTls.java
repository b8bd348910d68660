package io.concord.server.raft;

import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocket;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.TLS;
import org.jgroups.util.Util;

/**
 * TLS whose handshakes end. JGroups waits for them without a limit, under a lock that every new connection of the member
 * needs, so that one peer which stands still would keep all others apart.
 */
final class BoundedTls extends TLS {
    private static final int HANDSHAKE_MILLIS_MAX = 1_000;

    @Override
    public SocketFactory createSocketFactory() {
        var factory = super.createSocketFactory();
        ((DefaultSocketFactory) factory).setSocketConfigurator(BoundedTls::bound);
        return factory;
    }

    /** Until the handshake is done; a connection at work may be silent for as long as it likes. */
    private static void bound(Socket socket) {
        limitSilence(socket, HANDSHAKE_MILLIS_MAX);
        if (socket instanceof SSLSocket encrypted) {
            encrypted.addHandshakeCompletedListener(done -> limitSilence(done.getSocket(), 0));
        }
    }

    /** Closes a socket that does not take it: one that is not being closed anyway would wait for ever. */
    static void limitSilence(Socket socket, int millis) {
        try {
            socket.setSoTimeout(millis);
        } catch (SocketException e) {
            Util.close(socket);
        }
    }
}
