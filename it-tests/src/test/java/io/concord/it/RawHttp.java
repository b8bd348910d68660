package io.concord.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP by hand, for what a well-behaved client would not send. */
final class RawHttp {
    private static final int CHUNK_BYTES = 64 << 10;

    private RawHttp() {}

    /** Puts a body of zeros without announcing its length; returns the status line. */
    static String chunkedPut(Client as, String target, int bytes) throws IOException {
        var endpoint = as.endpoint();
        try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(30_000);
            var out = socket.getOutputStream();
            out.write(("PUT " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + as.token()
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            writeChunks(out, bytes);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static void writeChunks(OutputStream out, int bytes) throws IOException {
        for (var left = bytes; left > 0; left -= CHUNK_BYTES) {
            var size = Math.min(CHUNK_BYTES, left);
            out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[size]);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
