package io.concord.it;

import io.concord.cli.cluster.AnyCertificate;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One TCP connection that sends bytes as they are and reads answers, each within a bounded time. */
final class FuzzConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private static final int EMPTY_LINE = 0x0d0a0d0a;
    private static final String NEXT = "HTTP/";

    private interface BodyRule {
        boolean hasBody(FuzzAnswer answer) throws IOException;
    }

    private final Socket socket;
    private final InputStream in;

    /** @param endpoint over HTTPS whatever certificate it has */
    FuzzConnection(URI endpoint) throws IOException {
        socket = endpoint.getScheme().equals("https")
                ? AnyCertificate.context().getSocketFactory().createSocket()
                : new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String wire) {
        try {
            socket.getOutputStream().write(wire.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closedMeanwhile) {
            // The server has refused before it had read everything: what it said may still be read.
        }
    }

    /** Says that nothing more will come. */
    void end() {
        try {
            socket.shutdownOutput();
        } catch (IOException closedMeanwhile) {
            // Nothing more to say, then.
        }
    }

    /** The next answer; empty when the server has closed the connection instead. */
    Optional<FuzzAnswer> answer(boolean toHead) throws IOException {
        return answer(answer -> !toHead);
    }

    /** Every answer until the server closes the connection, whatever was asked. */
    List<FuzzAnswer> answers() throws IOException {
        var answers = new ArrayList<FuzzAnswer>();
        for (var next = answer(answer -> bodyFollows()); next.isPresent(); next = answer(answer -> bodyFollows())) {
            answers.add(next.get());
        }
        return answers;
    }

    private Optional<FuzzAnswer> answer(BodyRule rule) throws IOException {
        try {
            var head = head();
            while (head.startsWith("HTTP/1.1 1")) {
                head = head();
            }
            if (head.isEmpty()) {
                return Optional.empty();
            }
            var answer = new FuzzAnswer(head, "");
            if (answer.isStream()) {
                socket.close();
                return Optional.of(answer);
            }
            return Optional.of(answer.hasBody() && rule.hasBody(answer) ? new FuzzAnswer(head, body(answer)) : answer);
        } catch (SocketException | EOFException closed) {
            // The server does not read what follows a refused request: the end of its answer may be lost with it.
            return Optional.empty();
        }
    }

    /** Whether what comes is neither the end nor the next answer, as after an answer to HEAD. */
    private boolean bodyFollows() throws IOException {
        in.mark(NEXT.length());
        var next = bytes(NEXT.length());
        in.reset();
        return !next.isEmpty() && !next.equals(NEXT);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String head() throws IOException {
        var head = new ByteArrayOutputStream();
        for (var last = 0; last != EMPTY_LINE; ) {
            var next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            last = last << 8 | next;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private String body(FuzzAnswer answer) throws IOException {
        if (answer.header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            var body = new StringBuilder();
            for (var size = chunkSize(); size > 0; size = chunkSize()) {
                body.append(bytes(size));
                line();
            }
            line();
            return body.toString();
        }
        var length = answer.header("Content-Length");
        return length.isEmpty()
                ? new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                : bytes(Integer.parseInt(length));
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer ended in the middle");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private String bytes(int count) throws IOException {
        return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
    }
}
