package io.concord.jcache.transport;

import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.settings.ClientSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** A connection by HTTP. Nothing is sent before the first operation, so that opening never waits for a cluster. */
public final class HttpStoreConnection implements StoreConnection {
    private final RequestIds requestIds = new RequestIds();
    private final ClientThreads threads;
    private final HttpExchange exchange;
    private final Dispatcher dispatcher;
    private final LeaderSearch leaderSearch;
    private final List<URI> uris;
    private final TokenSource tokens;
    private final Surroundings surroundings;
    private final Set<WatchStream> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private HttpStoreConnection(ClientSettings settings) {
        var tls = Tls.context(settings.tls());
        threads = new ClientThreads();
        exchange = new HttpExchange(settings.transport(), tls, threads);
        surroundings = new Surroundings(
                System::nanoTime,
                threads.timer(),
                () -> ThreadLocalRandom.current().nextDouble(),
                threads.workers(),
                threads.callbacks());
        tokens = TokenSource.of(settings.token(), threads.callbacks(), System::nanoTime);
        uris = settings.address().endpoints();
        var endpoints = new Endpoints(
                uris,
                settings.transport().requestsInFlightMax(),
                ThreadLocalRandom.current().nextInt(uris.size()),
                System.nanoTime());
        dispatcher = new Dispatcher(settings.transport(), endpoints, tokens, exchange, surroundings);
        leaderSearch = new LeaderSearch(endpoints.all(), dispatcher, tokens, exchange, surroundings);
    }

    /**
     * Opens a connection; reads the files of certificates and nothing else.
     *
     * @throws io.concord.jcache.api.InvalidSettingsException if one of them cannot be used
     */
    public static HttpStoreConnection open(ClientSettings settings) {
        return new HttpStoreConnection(settings);
    }

    @Override
    public CompletionStage<BatchReply> read(BatchOperation.Read read) {
        return submit(Pending.of(read));
    }

    @Override
    public CompletionStage<BatchReply> read(BatchOperation.Read read, Duration left) {
        return submit(Pending.of(read).within(left));
    }

    @Override
    public CompletionStage<BatchReply> write(BatchChange change) {
        return submit(Pending.of(change, requestIds.next()));
    }

    @Override
    public CompletionStage<BatchReply> write(BatchChange change, Duration left) {
        return submit(Pending.of(change, requestIds.next()).within(left));
    }

    @Override
    public Subscription watch(Namespace namespace, WatchObserver observer) {
        var stream = new WatchStream(namespace, observer, uris, tokens, exchange, surroundings);
        watches.add(stream);
        if (closed) {
            stream.close();
        }
        threads.watcher(() -> {
                    stream.run();
                    watches.remove(stream);
                })
                .start();
        return stream;
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(WatchStream::close);
        dispatcher.close();
        exchange.close();
        threads.close();
    }

    private CompletionStage<BatchReply> submit(Pending pending) {
        leaderSearch.onOperation();
        dispatcher.submit(pending);
        return pending.stage();
    }
}
