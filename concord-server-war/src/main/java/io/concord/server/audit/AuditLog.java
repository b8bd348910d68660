package io.concord.server.audit;

import io.concord.core.audit.AuditLine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from any thread and has one thread write them, in the order in which they came, so that nobody waits but who
 * wants to. What waits is bounded; what does not fit is lost and counted, and the log says how many there were as soon as it can
 * be written again.
 *
 * <p>Events are handed to the operating system as they come, and are synced to the disk within {@link #SYNC_MILLIS}; those of
 * {@link #recordDurably} before it returns.
 */
public final class AuditLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());

    /** How long an event may be in memory of the system alone. */
    static final long SYNC_MILLIS = 1_000;

    static final long QUEUED_CHARACTERS_MAX = 16 << 20;
    private static final int BATCH_EVENTS_MAX = 1_000;
    private static final long RETRY_MILLIS = 1_000;
    private static final long DURABLE_MILLIS_MAX = 5_000;
    private static final long CLOSE_MILLIS_MAX = 5_000;
    private static final long TICK_MILLIS = 200;

    private final AuditSettings settings;
    private final String node;
    private final AuditMeter meter;
    private final Clock clock;
    private final AuditQueue queue = new AuditQueue();
    private final AtomicLong lost = new AtomicLong();
    private final FloodGuard floods = new FloodGuard();
    private final Thread writer;
    private volatile boolean failing;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Of the writer alone: what it has taken and not yet written. */
    private final Deque<AuditQueue.Item> pending = new ArrayDeque<>();

    private @Nullable ChainFile file;
    private AuditLine known = AuditLine.NOTHING;
    private long retryAtNanos;
    private long syncedAtNanos;

    /** @param node which stands in every line */
    public AuditLog(AuditSettings settings, String node, AuditMeter meter, Clock clock) {
        this.settings = settings;
        this.node = node;
        this.meter = meter;
        this.clock = clock;
        this.writer = new Thread(this::write, "concord-audit");
        writer.setDaemon(true);
    }

    /**
     * Opens the file and begins to write.
     *
     * @throws IOException if it cannot be opened
     */
    public void start() throws IOException {
        file = ChainFile.open(settings, node, clock, AuditLine.NOTHING);
        known = file.last();
        syncedAtNanos = System.nanoTime();
        record(event("started"));
        writer.start();
    }

    public AuditSettings settings() {
        return settings;
    }

    public boolean records(AuditKind kind) {
        return kind == AuditKind.ADMIN || settings.kinds().contains(kind);
    }

    /** Whether what was written last could not be. */
    public boolean isFailing() {
        return failing;
    }

    /** How many characters wait. */
    public long queuedCharacters() {
        return queue.characters();
    }

    /** An event with what all of them have: time, node and name. */
    public AuditEvent event(String name) {
        return new AuditEvent()
                .with("time", clock.instant().toString())
                .with("node", node)
                .with("event", name);
    }

    /** Has an event written some time soon; never waits. */
    public void record(AuditEvent event) {
        if (!queue.offer(new AuditQueue.Item(event, null))) {
            lost.incrementAndGet();
            meter.lost(1);
        }
    }

    /** Has a refusal written, unless there are too many like it: those are counted, and one line tells the number. */
    public void recordRefusal(String who, String code, Supplier<AuditEvent> event) {
        if (floods.admits(who, code, clock.millis())) {
            record(event.get());
        } else {
            meter.heldBack(1);
        }
    }

    /**
     * Returns when the event is on disk.
     *
     * @throws AuditUnavailableException if it is not, in time; then it may still come
     */
    public void recordDurably(AuditEvent event) throws AuditUnavailableException {
        var onDisk = new CompletableFuture<Void>();
        if (failing || isClosing() || !queue.offer(new AuditQueue.Item(event, onDisk))) {
            throw new AuditUnavailableException(
                    isClosing() ? "the node is stopping" : "the audit log cannot be written");
        }
        try {
            onDisk.get(DURABLE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AuditUnavailableException("the audit log cannot be written");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailableException("the node is stopping");
        }
    }

    /** Writes what waits, as far as that is possible soon, and that the log was closed. */
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void write() {
        boolean last = false;
        while (!last) {
            last = isClosing();
            try {
                take(last);
                if (last) {
                    addOwn(event("stopped"));
                }
                step(last);
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }
        end();
    }

    private void take(boolean last) {
        if (last) {
            pending.addAll(queue.take(Integer.MAX_VALUE));
        } else {
            await();
        }
        for (var summary : floods.take(clock.millis(), last)) {
            addOwn(summarised(summary));
        }
    }

    /**
     * Waits for something to do, but not for long: a flood may have to be summarised, the file to be synced. While nothing can be
     * written, what comes stays in the queue, which is bounded.
     */
    private void await() {
        try {
            if (pending.isEmpty()) {
                pending.addAll(queue.await(TICK_MILLIS, failing ? 1 : BATCH_EVENTS_MAX));
            } else if (failing) {
                closing.await(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                pending.addAll(queue.take(Math.max(0, BATCH_EVENTS_MAX - pending.size())));
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "nobody interrupts the writer of the audit log; it goes on", e);
        }
    }

    /** An event of the log itself, which waits like others. */
    private void addOwn(AuditEvent event) {
        pending.add(queue.own(event));
    }

    private void step(boolean last) throws IOException {
        if (failing && !last && System.nanoTime() - retryAtNanos < 0) {
            return;
        }
        var open = opened();
        boolean due = System.nanoTime() - syncedAtNanos >= TimeUnit.MILLISECONDS.toNanos(SYNC_MILLIS);
        boolean urgent = pending.stream().anyMatch(AuditQueue.Item::isAwaited);
        if (!open.isInPlace()) {
            throw new IOException("somebody else has moved, deleted or changed " + settings.file());
        }
        if (open.isFull()) {
            file = null;
            open = open.rotated();
            file = open;
        }
        tellLoss(open);
        if (!pending.isEmpty()) {
            open.append(pending.stream().map(AuditQueue.Item::event).toList());
        }
        known = open.last();
        if (urgent || due || last) {
            open.sync();
            syncedAtNanos = System.nanoTime();
        }
        written();
    }

    private ChainFile opened() throws IOException {
        var open = file;
        if (open == null) {
            open = ChainFile.open(settings, node, clock, known);
            file = open;
        }
        return open;
    }

    private void tellLoss(ChainFile open) throws IOException {
        long count = lost.getAndSet(0);
        if (count > 0) {
            try {
                open.append(List.of(event("lost").with("count", count)));
            } catch (IOException e) {
                lost.addAndGet(count);
                throw e;
            }
        }
    }

    private void written() {
        if (failing) {
            LOG.log(Level.INFO, "the audit log can be written again");
            failing = false;
        }
        meter.written(pending.size());
        for (var item : pending) {
            queue.done(item);
            item.written();
        }
        pending.clear();
    }

    /** Who waits is told that it failed; everything else is tried again. */
    private void fail(Exception cause) {
        if (!failing) {
            LOG.log(
                    Level.ERROR,
                    "the audit log " + settings.file() + " cannot be written"
                            + (settings.failClosed() ? "; what needs an administrator is refused until it can" : ""),
                    cause);
        }
        failing = true;
        retryAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
        closeFile();
        for (var items = pending.iterator(); items.hasNext(); ) {
            var item = items.next();
            if (item.isAwaited()) {
                items.remove();
                queue.done(item);
                item.failed(cause);
            }
        }
    }

    private void end() {
        closeFile();
        if (!pending.isEmpty()) {
            LOG.log(Level.ERROR, "the audit log lacks the last " + pending.size() + " events");
        }
    }

    private void closeFile() {
        var open = file;
        file = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the file of the audit log could not be closed", e);
        }
    }

    private AuditEvent summarised(FloodGuard.Summary summary) {
        return event("refusals-held-back")
                .with("count", summary.count())
                .with("since", Instant.ofEpochMilli(summary.sinceMillis()).toString())
                .with("from", summary.who().isEmpty() ? "others" : summary.who())
                .with("code", summary.code().isEmpty() ? "any" : summary.code());
    }
}
