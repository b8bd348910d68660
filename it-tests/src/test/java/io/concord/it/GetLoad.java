package io.concord.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * So many connections to one node, each of which asks the same again as soon as it is answered; all of them on one thread and
 * with next to no work for an answer, so that the processor is the server's.
 */
final class GetLoad implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 16 << 10;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");
    private static final String END_OF_HEAD = "\r\n\r\n";

    /** One connection with its request, and as much of the answer as has come. */
    private static final class Lane {
        private final SocketChannel channel;
        private final ByteBuffer request;
        private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);

        Lane(SocketChannel channel, String request) {
            this.channel = channel;
            this.request = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
        }

        void ask() throws IOException {
            answer.clear();
            request.rewind();
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        /** Whether the whole answer is there. */
        boolean isAnswered() throws IOException {
            if (channel.read(answer) < 0) {
                throw new IOException("the server has closed the connection after " + text());
            }
            var text = text();
            var end = text.indexOf(END_OF_HEAD);
            if (end < 0) {
                return false;
            }
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("not what was measured: " + text);
            }
            var length = LENGTH.matcher(text);
            if (!length.find()) {
                throw new IOException("an answer without a length: " + text);
            }
            return answer.position() >= end + END_OF_HEAD.length() + Integer.parseInt(length.group(1));
        }

        private String text() {
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    private final Selector selector = Selector.open();

    /** @param authorizations one for each connection; empty for none */
    GetLoad(URI endpoint, String target, List<String> authorizations) throws IOException {
        for (var authorization : authorizations) {
            var channel = SocketChannel.open(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()));
            channel.socket().setTcpNoDelay(true);
            channel.configureBlocking(false);
            var header = authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n";
            var lane = new Lane(
                    channel,
                    "GET " + target + " HTTP/1.1\r\nHost: " + endpoint.getAuthority() + "\r\n" + header + "\r\n");
            channel.register(selector, SelectionKey.OP_READ, lane);
        }
    }

    /** Answers a second; every connection is idle again when it returns. */
    double run(Duration time) throws IOException {
        var begin = System.nanoTime();
        var end = begin + time.toNanos();
        var open = 0;
        for (var key : selector.keys()) {
            ((Lane) key.attachment()).ask();
            open++;
        }
        var answers = 0L;
        while (open > 0) {
            selector.select();
            for (var key : selector.selectedKeys()) {
                var lane = (Lane) key.attachment();
                if (!lane.isAnswered()) {
                    continue;
                }
                answers++;
                if (System.nanoTime() < end) {
                    lane.ask();
                } else {
                    open--;
                }
            }
            selector.selectedKeys().clear();
        }
        return answers * 1e9 / (System.nanoTime() - begin);
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
