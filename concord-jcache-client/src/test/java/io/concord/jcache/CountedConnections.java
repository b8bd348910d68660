package io.concord.jcache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between a client and a server, and knows how many connections the client has open: what it has not closed itself counts. */
final class CountedConnections implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int target;

    CountedConnections(String server) throws IOException {
        this.target = URI.create(server).getPort();
        threads.execute(this::accept);
    }

    String uri() {
        return "concord+http://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    int open() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var client : open) {
            client.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                var client = socket.accept();
                open.add(client);
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                threads.execute(() -> {
                    pass(client, server);
                    open.remove(client);
                });
                threads.execute(() -> pass(server, client));
            }
        } catch (IOException e) {
            // It is closed: this is the end.
        }
    }

    /** Until the one side has no more to say; then the other is told so. */
    private static void pass(Socket from, Socket to) {
        try (var in = from.getInputStream();
                var out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One side is gone: so is the other, then.
        }
    }
}
