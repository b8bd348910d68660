package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.cli.cluster.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final int QUIET_MILLIS = 100;
    private static final int PATIENCE_MILLIS = 5_000;

    private final Links links = new Links();
    private final InetSocketAddress alice = new InetSocketAddress("127.0.0.11", 0);
    private final int front = new FreePorts().cluster();
    private final ServerSocket bob;
    private final Relay relay;
    private final Socket toBob = new Socket();

    RelayTest() throws IOException {
        bob = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.12"));
        var atBob = new InetSocketAddress(bob.getInetAddress(), bob.getLocalPort());
        relay = new Relay(links, Map.of("alice", alice, "bob", atBob));
        relay.open("bob", front, atBob);
    }

    @BeforeEach
    void dial() throws IOException {
        bob.setSoTimeout(PATIENCE_MILLIS);
        toBob.bind(alice);
        toBob.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), front));
        toBob.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        toBob.close();
        relay.close();
        bob.close();
    }

    @Test
    void bytes_pass_in_both_directions() throws IOException {
        try (var fromAlice = bob.accept()) {
            toBob.getOutputStream().write(1);
            fromAlice.getOutputStream().write(2);

            assertThat(fromAlice.getInputStream().read()).isEqualTo(1);
            assertThat(toBob.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void a_stalled_direction_delivers_when_it_is_healed_and_the_other_goes_on() throws IOException {
        try (var fromAlice = bob.accept()) {
            fromAlice.setSoTimeout(QUIET_MILLIS);
            links.stall("alice", "bob");
            toBob.getOutputStream().write(1);
            fromAlice.getOutputStream().write(2);

            assertThat(toBob.getInputStream().read()).isEqualTo(2);
            assertThatThrownBy(() -> fromAlice.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            fromAlice.setSoTimeout(PATIENCE_MILLIS);
            links.heal();
            assertThat(fromAlice.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void a_stalled_link_does_not_tell_of_a_closed_connection() throws IOException {
        try (var fromAlice = bob.accept()) {
            fromAlice.setSoTimeout(QUIET_MILLIS);
            links.stall("alice", "bob");
            toBob.close();

            assertThatThrownBy(() -> fromAlice.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_refused_link_breaks_its_connections_and_lets_no_new_one_through() throws IOException {
        try (var fromAlice = bob.accept()) {
            links.refuse("bob", "alice");

            assertThat(isEnded(toBob)).isTrue();
            assertThat(isEnded(fromAlice)).isTrue();
        }
        try (var again = new Socket()) {
            again.bind(alice);
            again.setSoTimeout(PATIENCE_MILLIS);
            again.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), front));

            assertThat(isEnded(again)).isTrue();
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
