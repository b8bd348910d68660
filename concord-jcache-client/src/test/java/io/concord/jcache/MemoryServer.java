package io.concord.jcache;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.concord.core.model.Author;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.core.protocol.batch.BatchResponse;
import io.concord.core.protocol.watch.WatchFrame;
import io.concord.core.protocol.watch.WatchFrameWriter;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import io.concord.jcache.transport.WatchedEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node over HTTP in front of a store in memory: batches, and watches in frames. */
public final class MemoryServer implements AutoCloseable {
    private static final long MARK_MILLIS = 200;
    private static final Author ALICE = new Author("", "alice");

    private final MemoryStore store = new MemoryStore(System::currentTimeMillis);
    private final StoreConnection connection = store.connect();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final AtomicInteger batches = new AtomicInteger();
    private final Set<String> protocols = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public MemoryServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/batch", this::batch);
        server.createContext("/v1/watch", this::watch);
        server.setExecutor(executor);
        server.start();
    }

    public String uri() {
        return "concord+http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** How many requests with operations it was sent. */
    int batches() {
        return batches.get();
    }

    /** What the requests speak, and what they would rather. */
    Set<String> protocols() {
        return protocols;
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        executor.shutdownNow();
        store.close();
    }

    private void batch(HttpExchange exchange) throws IOException {
        batches.incrementAndGet();
        protocols.add(exchange.getProtocol());
        protocols.addAll(exchange.getRequestHeaders().getOrDefault("Upgrade", List.of()));
        try (exchange) {
            var request = BatchCodec.decodeRequest(exchange.getRequestBody().readAllBytes());
            var replies = request.operations().stream().map(this::reply).toList();
            var body = BatchCodec.encode(new BatchResponse(System.currentTimeMillis(), replies));
            exchange.getResponseHeaders().set("Content-Type", BatchCodec.MEDIA_TYPE);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private BatchReply reply(BatchOperation operation) {
        try {
            var reply = operation instanceof BatchOperation.Write write
                    ? connection.write(write.change())
                    : connection.read((BatchOperation.Read) operation);
            return reply.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                return BatchReply.first(new BatchOutcome.Failed(
                        ErrorCode.Effect.REFUSED, refused.code(), String.valueOf(refused.getMessage())));
            }
            throw e;
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        var frames = new LinkedBlockingQueue<WatchFrame>();
        var subscription = connection.watch(namespace(exchange), new Frames(frames));
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", WatchFrameWriter.MEDIA_TYPE);
            exchange.sendResponseHeaders(200, 0);
            var writer = new WatchFrameWriter(exchange.getResponseBody());
            while (!closed) {
                var frame = frames.poll(MARK_MILLIS, TimeUnit.MILLISECONDS);
                if (frame != null) {
                    writer.write(frame);
                    exchange.getResponseBody().flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            subscription.close();
        }
    }

    private static Namespace namespace(HttpExchange exchange) {
        var query = exchange.getRequestURI().getRawQuery();
        int end = query.indexOf('&');
        var name = query.substring(query.indexOf('=') + 1, end < 0 ? query.length() : end);
        return new Namespace(URLDecoder.decode(name, StandardCharsets.UTF_8));
    }

    /** What a store tells, as frames; a commit of other namespaces is a mark. */
    private static final class Frames implements WatchObserver {
        private final BlockingQueue<WatchFrame> frames;
        private final List<WatchFrame> commit = new ArrayList<>();

        Frames(BlockingQueue<WatchFrame> frames) {
            this.frames = frames;
        }

        @Override
        public void begun(long revision) {
            progress(revision);
        }

        @Override
        public void commitBegins(long revision) {
            commit.clear();
        }

        @Override
        public void event(WatchedEvent event) {
            commit.add(
                    switch (event.type()) {
                        case WRITTEN -> new WatchFrame.Written(event.entry().orElseThrow(), event.previous());
                        case DELETED -> new WatchFrame.Deleted(event.key(), event.previous(), event.quiet());
                        case EXPIRED -> new WatchFrame.Expired(event.key(), event.previous());
                    });
        }

        @Override
        public void commitEnds(long revision) {
            if (commit.isEmpty()) {
                return;
            }
            frames.add(new WatchFrame.CommitBegun(revision, System.currentTimeMillis(), ALICE));
            frames.addAll(commit);
            frames.add(new WatchFrame.CommitEnded(revision));
        }

        @Override
        public void progress(long revision) {
            frames.add(new WatchFrame.Progress(revision));
        }

        @Override
        public void gap(long resumeRevision) {
            throw new UnsupportedOperationException("a store in memory forgets nothing");
        }
    }
}
