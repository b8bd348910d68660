package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of an endpoint that did not serve. */
class ReasonsTest {
    private static final URI ENCRYPTED = URI.create("https://h1:9443");
    private static final URI PLAIN = URI.create("http://h1:9080");
    private static final String HINT = "concord.client.tls.keystore must name one";
    private static final String NO_ANSWER = "HTTP/1.1 header parser received no bytes";

    /** All the ways in which the JDK's client tells of a server that ends the connection for want of a certificate. */
    static Stream<Throwable> endsOfConnections() {
        return Stream.of(
                new SSLHandshakeException("Received fatal alert: bad_certificate"),
                new IOException(NO_ANSWER),
                new IOException(NO_ANSWER, new EOFException("EOF reached while reading")),
                new CompletionException(new IOException(NO_ANSWER, new SocketException("Connection reset"))),
                new SocketException("Connection reset"),
                new IOException("closed", new SocketException("Broken pipe")));
    }

    static Stream<Throwable> otherFailures() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new IOException("no connection", new ConnectException("Connection refused")),
                new SSLHandshakeException("PKIX path building failed"));
    }

    @ParameterizedTest
    @MethodSource("endsOfConnections")
    void an_encrypted_connection_that_ends_may_have_wanted_a_certificate(Throwable failure) {
        assertThat(Reasons.of(failure, ENCRYPTED)).contains(HINT);
        assertThat(Reasons.of(failure, PLAIN)).doesNotContain(HINT);
    }

    @ParameterizedTest
    @MethodSource("otherFailures")
    void what_has_another_reason_is_not_blamed_on_it(Throwable failure) {
        assertThat(Reasons.of(failure, ENCRYPTED)).doesNotContain(HINT);
    }
}
