package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** The limit of silence on a connection, which may be closed while it is set. */
class BoundedTlsTest {
    private static final int MILLIS = 700;

    /** Fails to take a limit, closed or not. */
    private static final class FailingSocket extends Socket {
        private boolean closed;

        private FailingSocket(boolean closed) {
            this.closed = closed;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public synchronized void close() {
            closed = true;
        }

        @Override
        public synchronized void setSoTimeout(int millis) throws SocketException {
            throw new SocketException("no");
        }
    }

    @Test
    void an_open_socket_gets_the_limit() throws IOException {
        try (var socket = new Socket()) {
            BoundedTls.limitSilence(socket, MILLIS);

            assertThat(socket.getSoTimeout()).isEqualTo(MILLIS);
        }
    }

    @Test
    void a_socket_closed_meanwhile_needs_none() {
        assertThatCode(() -> BoundedTls.limitSilence(new FailingSocket(true), MILLIS))
                .doesNotThrowAnyException();
    }

    @Test
    void a_socket_that_takes_none_is_closed() {
        var socket = new FailingSocket(false);

        BoundedTls.limitSilence(socket, MILLIS);

        assertThat(socket.isClosed()).isTrue();
    }
}
