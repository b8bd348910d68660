package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.AnyCertificate;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that begin a request and do not end it: the connection is closed in bounded time, and holds up nobody. */
class SlowClientsIT {
    private static final int READ_TIMEOUT_MILLIS = 1_000;
    private static final int BODY_TIMEOUT_MILLIS = 3_000;

    /** Of a busy machine, beyond both timeouts. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** More than the server has threads at first. */
    private static final int CONNECTIONS = 64;

    private static LocalCluster cluster = Clusters.of(1, "slow-clients");

    @BeforeAll
    static void start() {
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_HTTP_READ_TIMEOUT_MILLIS", Integer.toString(READ_TIMEOUT_MILLIS))
                .withEnvironment("CONCORD_HTTP_BODY_TIMEOUT_MILLIS", Integer.toString(BODY_TIMEOUT_MILLIS));
        cluster = Clusters.of(1, "slow-clients", options);
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static Stream<Arguments> halves() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("half a request line", "GET /v1/kv/slow HT"),
                Arguments.of("half a header", "GET /v1/kv/slow HTTP/1.1\r\nHost: loc"),
                Arguments.of("half a body", put() + "Content-Length: 10\r\n\r\nabc"),
                Arguments.of("half a chunk", put() + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
                Arguments.of("no chunk", put() + "Transfer-Encoding: chunked\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("halves")
    void a_connection_that_falls_silent_is_closed(String name, String half) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));

            assertThat(isClosedByServer(socket)).as(name).isTrue();
        }
    }

    @Test
    void a_handshake_that_falls_silent_is_closed() throws IOException {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), cluster.layout().node("n1").httpsPort())) {
            socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01});

            assertThat(isClosedByServer(socket)).isTrue();
        }
    }

    @Test
    void half_a_header_over_tls_is_closed() throws IOException {
        try (var socket = AnyCertificate.context()
                .getSocketFactory()
                .createSocket("127.0.0.1", cluster.layout().node("n1").httpsPort())) {
            socket.getOutputStream().write("GET /v1/kv/sl".getBytes(StandardCharsets.US_ASCII));

            assertThat(isClosedByServer(socket)).isTrue();
        }
    }

    static Stream<Arguments> trickles() {
        return Stream.of(
                Arguments.of("Content-Length: 100000\r\n\r\n", "a"),
                Arguments.of("Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"));
    }

    /** A byte now and then is never silence. */
    @ParameterizedTest
    @MethodSource("trickles")
    void a_body_that_trickles_is_answered_without_waiting_for_its_end(String header, String part) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write((put() + header).getBytes(StandardCharsets.US_ASCII));

            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isAnsweredAfter(socket, part.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void many_of_them_hold_up_nobody() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (var i = 0; i < CONNECTIONS; i++) {
                var socket = connect();
                socket.getOutputStream()
                        .write((put() + "Content-Length: 10\r\n\r\nabc").getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }

            var client = SharedCluster.client(cluster, "n1", TokenGroup.WRITER);
            assertThat(client.put("beside-slow-ones", "value").statusCode()).isIn(200, 201);
            assertThat(sockets).allMatch(SlowClientsIT::isClosedByServer);
        } finally {
            for (var socket : List.copyOf(sockets)) {
                socket.close();
            }
        }
    }

    private static boolean isAnsweredAfter(Socket socket, byte[] part) {
        try {
            socket.getOutputStream().write(part);
            socket.setSoTimeout(1);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** With or without an answer. */
    private static boolean isClosedByServer(Socket socket) {
        try {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static Socket connect() throws IOException {
        var endpoint = cluster.endpoint("n1");
        return new Socket(endpoint.getHost(), endpoint.getPort());
    }

    private static String put() {
        return "PUT /v1/kv/slow HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + cluster.tokens().mint("alice", TokenGroup.WRITER, Duration.ofHours(1)) + "\r\n";
    }
}
