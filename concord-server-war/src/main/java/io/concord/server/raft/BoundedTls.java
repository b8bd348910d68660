package io.concord.server.raft;

import java.io.UncheckedIOException;
import java.net.SocketException;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.TLS;

/**
 * TLS whose handshakes end. JGroups waits for them without a limit, under a lock that every new connection of the member
 * needs, so that one member which stands still would keep all others apart.
 */
final class BoundedTls extends TLS {
    /** Also ends a connection on which nothing arrives for so long; members that live send several times a second. */
    private static final int SILENCE_MILLIS_MAX = 5_000;

    @Override
    public SocketFactory createSocketFactory() {
        var factory = super.createSocketFactory();
        ((DefaultSocketFactory) factory).setSocketConfigurator(socket -> {
            try {
                socket.setSoTimeout(SILENCE_MILLIS_MAX);
            } catch (SocketException e) {
                throw new UncheckedIOException(e);
            }
        });
        return factory;
    }
}
