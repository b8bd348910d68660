package io.concord.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What lies between the members: a port in front of each, at which the others reach it and see nothing but it. It passes on
 * bytes, whatever they are, as long as the {@link Links} let it.
 *
 * <p>A member that dials is known by its source address, so each has an address of 127.0.0.0/8 of its own, which Linux
 * answers to without being told. One connection serves both directions; each of them can be stalled alone.
 */
final class Relay implements AutoCloseable {
    private static final InetAddress FRONT = InetAddress.getLoopbackAddress();

    /** As long as a member waits for a connection: what is dialled into a cut link fails like a lost SYN. */
    private static final Duration DIAL_PATIENCE = Duration.ofMillis(500);

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Links links;
    private final Map<InetAddress, String> memberAt;
    private final List<ServerSocket> fronts = new ArrayList<>();
    private final Map<Socket, Links.Link> sockets = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    });

    /** @param members where each member binds, and from where it dials */
    Relay(Links links, Map<String, InetSocketAddress> members) throws IOException {
        this.links = links;
        this.memberAt = new ConcurrentHashMap<>();
        members.forEach((id, address) -> memberAt.put(address.getAddress(), id));
        links.onRefused(this::closeAll);
    }

    /** Opens the port in front of a member. */
    void open(String id, int port, InetSocketAddress behind) throws IOException {
        var front = new ServerSocket();
        fronts.add(front);
        front.setReuseAddress(true);
        front.bind(new InetSocketAddress(FRONT, port));
        threads.execute(() -> acceptAll(id, front, behind));
    }

    @Override
    public void close() throws IOException {
        links.close();
        for (var front : fronts) {
            front.close();
        }
        sockets.keySet().forEach(Relay::closeQuietly);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IOException("a thread of the relay hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll(String to, ServerSocket front, InetSocketAddress behind) {
        while (!front.isClosed()) {
            try {
                var dialled = front.accept();
                threads.execute(() -> connect(dialled, to, behind));
            } catch (IOException closed) {
                // The relay is being closed, or whoever dialled has gone already.
            }
        }
    }

    private void connect(Socket dialled, String to, InetSocketAddress behind) {
        var from = memberAt.get(dialled.getInetAddress());
        if (from == null) {
            closeQuietly(dialled);
            return;
        }
        var there = new Links.Link(from, to);
        var onward = new Socket();
        sockets.put(dialled, there);
        sockets.put(onward, there);
        try {
            // The answer to the dialling has to come back, too.
            if (links.isRefused(there)
                    || !links.awaitOpen(there, DIAL_PATIENCE)
                    || !links.awaitOpen(there.reverse(), DIAL_PATIENCE)) {
                throw new IOException("cut");
            }
            dialled.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
            onward.connect(behind, (int) DIAL_PATIENCE.toMillis());
            threads.execute(() -> pump(there.reverse(), onward, dialled));
            pump(there, dialled, onward);
        } catch (IOException e) {
            closeBoth(dialled, onward);
        }
    }

    /** Passes on bytes, and the end of them: a cut link does not tell of a closed connection either. */
    private void pump(Links.Link link, Socket from, Socket to) {
        var buffer = new byte[CHUNK_BYTES];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                links.pass(link);
                out.write(buffer, 0, count);
            }
        } catch (IOException ended) {
            // Told to the other side below.
        }
        links.pass(link);
        closeBoth(from, to);
    }

    private void closeAll(Links.Link link) {
        sockets.forEach((socket, of) -> {
            if (of.joins(link)) {
                closeQuietly(socket);
            }
        });
    }

    private void closeBoth(Socket one, Socket other) {
        for (var socket : List.of(one, other)) {
            sockets.remove(socket);
            closeQuietly(socket);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            // Nothing lingers then.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // Nobody needs it any more.
        }
    }
}
