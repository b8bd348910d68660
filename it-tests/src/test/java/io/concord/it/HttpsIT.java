package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TestCertificates;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTPS port with an operator's own certificate, which changes while the server runs. */
class HttpsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SERVER_SAYS_HELLO = 0x16;
    private static final TestCertificates AUTHORITY = new TestCertificates("HTTPS");

    @TempDir
    private static Path directory = Path.of("");

    private static LocalCluster cluster = Clusters.of(1, "https");

    @BeforeAll
    static void start() throws Exception {
        replace("CN=first");
        var options = Clusters.OPTIONS
                .withEnvironment("CONCORD_HTTPS_CERTIFICATE", certificate().toString())
                .withEnvironment("CONCORD_HTTPS_KEY", key().toString())
                .withEnvironment("CONCORD_HTTPS_RELOAD_MILLIS", "200");
        cluster = Clusters.of(1, "https", options);
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void the_files_are_good() throws Exception {
        var serial = replace("CN=good");
        await().atMost(PATIENCE).until(() -> served().equals(serial));
    }

    @Test
    void a_client_that_knows_the_authority_is_served() throws Exception {
        var client = Client.overHttps(AUTHORITY.trusting(), port(), token());

        assertThat(client.put("https", "value").statusCode()).isEqualTo(201);
    }

    @Test
    void new_connections_get_the_new_certificate_and_old_ones_and_watches_go_on() throws Exception {
        var before = served();
        var client = Client.overHttps(AUTHORITY.trusting(), port(), token());
        try (var watch = Watch.start(client, "/v1/watch?prefix=rotated");
                var kept = connect()) {
            assertThat(ask(kept)).startsWith("HTTP/1.1 200");

            var serial = replace("CN=second");
            await().atMost(PATIENCE).until(() -> served().equals(serial));

            assertThat(serial).isNotEqualTo(before);
            assertThat(ask(kept)).startsWith("HTTP/1.1 200");
            assertThat(client.put("rotated", "value").statusCode()).isIn(200, 201);
            await().atMost(PATIENCE).until(() -> !watch.commits().isEmpty());
            assertThat(watch.hasEnded()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", ""})
    void a_broken_file_leaves_the_old_certificate_and_raises_an_alarm(String content) throws Exception {
        var before = served();
        var logs = new LogFiles(cluster.files("n1"));

        Files.writeString(certificate(), content);

        await().atMost(PATIENCE).until(() -> metric("concord_certificate_reload_failed") == 1);
        assertThat(served()).isEqualTo(before);
        assertThat(logs.news())
                .anyMatch(line -> line.contains("the certificate of the HTTPS port changed and cannot be used"));
        var serial = replace("CN=repaired");
        await().atMost(PATIENCE).until(() -> served().equals(serial));
        assertThat(metric("concord_certificate_reload_failed")).isZero();
    }

    @Test
    void a_key_of_another_certificate_leaves_the_old_one() throws Exception {
        var before = served();

        AUTHORITY.pem(directory.resolve("other.pem"), key(), "CN=other");

        await().atMost(PATIENCE).until(() -> metric("concord_certificate_reload_failed") == 1);
        assertThat(served()).isEqualTo(before);
    }

    @Test
    void metrics_tell_when_the_certificates_end() throws Exception {
        assertThat(metric("concord_certificate_expiry_seconds", "port=\"https\""))
                .isBetween(80_000.0, 86_400.0);
        assertThat(metric("concord_certificate_expiry_seconds", "port=\"cluster\""))
                .isGreaterThan(86_400 * 800.0);
    }

    @Test
    void what_is_older_than_tls_1_2_is_refused() throws Exception {
        assertThat(answer(hello("0303", "c02b", "000a00040002001700" + "0d000400020403")))
                .isEqualTo(SERVER_SAYS_HELLO);

        assertThat(answer(hello("0302", "c009c0130035002f", "000a000400020017")))
                .isNotEqualTo(SERVER_SAYS_HELLO);
        assertThat(answer(hello("0301", "c009c0130035002f", "000a000400020017")))
                .isNotEqualTo(SERVER_SAYS_HELLO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void both_versions_are_spoken_that_are_safe(String version) throws Exception {
        try (var socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});

            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"})
    void ciphers_without_authentication_of_the_text_are_refused(String cipher) throws Exception {
        try (var socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {cipher});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    /** What the server says to the beginning of a handshake: the kind of its first record, or -1. */
    private static int answer(byte[] hello) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(hello);
            return socket.getInputStream().read();
        } catch (SocketException closed) {
            return -1;
        }
    }

    /** A client's first message, for one version alone; in hexadecimal. */
    private static byte[] hello(String version, String suites, String extensions) {
        var body = version + "00".repeat(32) + "00" + length(suites, 4) + suites + "0100" + length(extensions, 4)
                + extensions;
        var hello = "01" + length(body, 6) + body;
        return HexFormat.of().parseHex("160301" + length(hello, 4) + hello);
    }

    private static String length(String hexadecimal, int digits) {
        return HexFormat.of().toHexDigits(hexadecimal.length() / 2, digits);
    }

    private static BigInteger served() throws Exception {
        try (var socket = connect()) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static SSLSocket connect() throws IOException, GeneralSecurityException {
        var socket = (SSLSocket) AUTHORITY.trusting().getSocketFactory().createSocket("127.0.0.1", port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** On a connection that stays. */
    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return head(socket.getInputStream());
    }

    /** Of an answer with a Content-Length, which is read whole. */
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        var length = head.toString().split("(?i)content-length: ", 2)[1].split("\r\n", 2)[0];
        in.readNBytes(Integer.parseInt(length));
        return head.toString();
    }

    private static double metric(String name) throws IOException, GeneralSecurityException {
        return metric(name, "");
    }

    private static double metric(String name, String label) throws IOException, GeneralSecurityException {
        var scraped = Client.text(
                Client.overHttps(AUTHORITY.trusting(), port(), token()).send("GET", "/metrics", null));
        return scraped.lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + scraped));
    }

    /** Each file in one step, as an operator's tools do. */
    private static BigInteger replace(String subject) throws Exception {
        var chain = directory.resolve("new.pem");
        var key = directory.resolve("new.key");
        var issued = AUTHORITY.pem(chain, key, subject);
        Files.move(chain, certificate(), StandardCopyOption.ATOMIC_MOVE);
        Files.move(key, key(), StandardCopyOption.ATOMIC_MOVE);
        return issued.getSerialNumber();
    }

    private static Path certificate() {
        return directory.resolve("https.pem");
    }

    private static Path key() {
        return directory.resolve("https.key");
    }

    private static int port() {
        return cluster.layout().node("n1").httpsPort();
    }

    private static String token() {
        return cluster.tokens().mint("alice", TokenGroup.ADMIN, Duration.ofHours(1));
    }
}
