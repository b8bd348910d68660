package io.concord.it.cache;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in front of a server and passes everything on, but now and then, by chance, closes a connection instead of passing
 * on an answer: the server has done what was asked, and the client does not learn it.
 */
public final class LossyProxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final InetSocketAddress behind;
    private final int oneIn;
    private final ServerSocket front;
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean cut;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "lossy-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private LossyProxy(InetSocketAddress behind, int oneIn, ServerSocket front) {
        this.behind = behind;
        this.oneIn = oneIn;
        this.front = front;
    }

    /**
     * Opens one at a free port, in front of a port of this machine.
     *
     * @param oneIn how many answers get through, on the average, until one is lost
     */
    public static LossyProxy open(int port, int oneIn, long seed) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var proxy = new LossyProxy(new InetSocketAddress(loopback, port), oneIn, new ServerSocket(0, 50, loopback));
        var random = new Random(seed);
        proxy.threads.execute(() -> proxy.acceptAll(random));
        return proxy;
    }

    public int port() {
        return front.getLocalPort();
    }

    /** From now on nobody gets through, and who was connected is no more. */
    public void cut() {
        cut = true;
        sockets.forEach(LossyProxy::closeQuietly);
    }

    /** The end of {@link #cut}. */
    public void mend() {
        cut = false;
    }

    /** How many answers were lost. */
    public int lost() {
        return lost.get();
    }

    @Override
    public void close() throws IOException {
        front.close();
        sockets.forEach(LossyProxy::closeQuietly);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IOException("a thread of the proxy hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAll(Random random) {
        while (!front.isClosed()) {
            try {
                connect(front.accept(), new Random(random.nextLong()));
            } catch (IOException e) {
                // Justification: the proxy is closing, or one client has gone; the others go on.
            }
        }
    }

    private void connect(Socket client, Random random) {
        if (cut) {
            closeQuietly(client);
            return;
        }
        sockets.add(client);
        var server = new Socket();
        sockets.add(server);
        try {
            server.connect(behind);
        } catch (IOException nobodyThere) {
            closeBoth(client, server);
            return;
        }
        threads.execute(() -> pass(client, server, () -> true));
        threads.execute(() -> pass(server, client, () -> random.nextInt(oneIn) > 0));
    }

    private interface Gate {
        boolean isOpen();
    }

    private void pass(Socket from, Socket to, Gate gate) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var chunk = new byte[CHUNK_BYTES];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (!gate.isOpen()) {
                    lost.incrementAndGet();
                    break;
                }
                out.write(chunk, 0, n);
            }
        } catch (IOException e) {
            // Justification: one of the two has gone, and so goes the other.
        } finally {
            closeBoth(from, to);
        }
    }

    private void closeBoth(Socket one, Socket other) {
        closeQuietly(one);
        closeQuietly(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Justification: nothing more can be done for it.
        }
    }
}
