package io.concord.jcache.transport;

import io.concord.core.protocol.batch.BatchCodec;
import io.concord.jcache.api.ConcordCacheException;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.settings.TransportSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one place where operations wait and are sent: whenever an endpoint may have another request, that carries all that waits.
 * One lock guards everything; it is never held while bytes are made, requests sent or stages completed.
 */
final class Dispatcher implements AutoCloseable {
    private final Object lock = new Object();
    private final TransportSettings settings;
    private final Surroundings surroundings;
    private final TokenSource tokens;
    private final Exchange exchange;
    private final Endpoints endpoints;
    private final Attempts attempts;
    private final OpenOperations open;
    private final Lanes lanes = new Lanes();
    private final Gathering gathering = new Gathering();
    private int requestsInFlight;
    private int operationsInFlight;
    private boolean pumpComes;
    private @Nullable Alarm alarm;
    private boolean restComes;
    private boolean closed;

    Dispatcher(
            TransportSettings settings,
            Endpoints endpoints,
            TokenSource tokens,
            Exchange exchange,
            Surroundings surroundings) {
        this.settings = settings;
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.exchange = exchange;
        this.surroundings = surroundings;
        this.open = new OpenOperations(settings);
        this.attempts = new Attempts(settings, endpoints, surroundings);
    }

    /** Takes an operation on; its stage fails at once where a bound is reached. */
    void submit(Pending pending) {
        @Nullable ConcordCacheException refusal;
        var now = false;
        synchronized (lock) {
            refusal = admit(pending);
            if (refusal == null) {
                now = gathering.isOpen() ? gathering.arrived() : requestsInFlight == 0;
                if (!now && !gathering.isOpen()) {
                    pumpAside();
                }
            }
        }
        if (refusal != null) {
            pending.stage().completeExceptionally(refusal);
        } else if (now) {
            pump();
        }
    }

    /** Lets requests go to an endpoint because the leader is there. */
    void prefer(Endpoint leader) {
        synchronized (lock) {
            endpoints.prefer(leader, now());
        }
    }

    /** The endpoint that requests go to now. */
    Endpoint current() {
        synchronized (lock) {
            return endpoints.current();
        }
    }

    /** Fails all that is open; what is under way may still be carried out. */
    @Override
    public void close() {
        List<Pending> all;
        synchronized (lock) {
            closed = true;
            all = open.all();
        }
        fail(all, "the connection was closed");
    }

    private @Nullable ConcordCacheException admit(Pending pending) {
        if (closed) {
            return new UnavailableException(
                    pending.placement().describe() + " was not sent: the connection is closed", null);
        }
        pending.submitted(now(), settings.timeout().toNanos());
        var full = open.add(pending);
        if (full.isPresent()) {
            return full.get();
        }
        lanes.add(pending);
        if (alarm == null || pending.deadlineNanos() - alarm.deadlineNanos() < 0) {
            armDeadline();
        }
        return null;
    }

    /** Not in this thread: by the time that the worker comes, others may have submitted more. */
    private void pumpAside() {
        if (!pumpComes && endpoints.next(now()).isPresent()) {
            pumpComes = true;
            surroundings.worker().execute(this::pump);
        }
    }

    /** Sends what waits, as long as an endpoint may have it. */
    private void pump() {
        var next = nextSending();
        while (next != null) {
            send(next);
            next = nextSending();
        }
    }

    private @Nullable Sending nextSending() {
        synchronized (lock) {
            pumpComes = false;
            if (closed || !lanes.hasReady()) {
                return null;
            }
            long now = now();
            var endpoint = endpoints.next(now);
            if (endpoint.isEmpty()) {
                armRest(now);
                return null;
            }
            var sending = attempts.begin(lanes, endpoint.get());
            if (sending != null) {
                requestsInFlight++;
                operationsInFlight += sending.batch().operations().size();
            }
            return sending;
        }
    }

    private void send(Sending sending) {
        tokens.current()
                .thenCompose(token -> {
                    sending.with(token);
                    return exchange.post(
                            sending.endpoint().uri(),
                            token,
                            new Exchange.Post(
                                    BatchCodec.encode(sending.batch().request()),
                                    sending.timeoutNanos(),
                                    AnswerLimit.bytesOf(sending.batch().operations())));
                })
                .exceptionally(failure -> new Answer.NotServed(Reasons.of(failure), false))
                .thenAccept(answer -> answered(sending, answer));
    }

    private void answered(Sending sending, Answer answer) {
        var renewed = answer instanceof Answer.Unauthorized && tokens.renew(sending.token());
        var decisions = new Decisions();
        var operations = sending.batch().operations();
        boolean pumpNow;
        synchronized (lock) {
            requestsInFlight--;
            operationsInFlight -= operations.size();
            var verdicts = attempts.end(sending, answer, renewed);
            for (int i = 0; i < operations.size(); i++) {
                apply(operations.get(i), verdicts.get(i), decisions);
            }
            var standing = lanes.settle(sending.batch());
            if (standing.isEmpty()) {
                gather(operations);
            } else {
                resumeAfter(attempts.pauseNanos(verdicts, standing), standing);
            }
            pumpNow = !gathering.isOpen();
        }
        if (pumpNow) {
            pump();
        }
        decisions.tell(surroundings.callbacks());
    }

    /** Waits a moment for those who are answered, unless as many wait already. */
    private void gather(List<Pending> answered) {
        var callers =
                (int) answered.stream().mapToLong(Pending::caller).distinct().count();
        if (open.size() - operationsInFlight < callers && gathering.begin(callers)) {
            long round = gathering.round();
            surroundings.timer().after(Gathering.NANOS_MAX, () -> gatheringEnds(round));
        }
    }

    private void gatheringEnds(long round) {
        synchronized (lock) {
            if (!gathering.timeIsOver(round)) {
                return;
            }
        }
        surroundings.worker().execute(this::pump);
    }

    private void apply(Pending pending, Verdict verdict, Decisions decisions) {
        if (pending.isDone()) {
            return;
        }
        if (verdict instanceof Verdict.Completed completed) {
            open.decide(pending);
            decisions.completed(pending, completed.reply());
        } else if (verdict instanceof Verdict.Failed failed) {
            open.decide(pending);
            decisions.failed(pending, failed.failure());
        } else if (verdict instanceof Verdict.Again again) {
            pending.attemptFailed(again.maybeCarriedOut());
        }
    }

    private void resumeAfter(long nanos, List<Lane> standing) {
        long wait = nanos > 0 ? nanos : attempts.budget().take(now());
        if (wait == 0) {
            lanes.resume(standing);
        } else {
            surroundings.timer().after(wait, () -> {
                synchronized (lock) {
                    resumeAfter(0, standing);
                }
                surroundings.worker().execute(this::pump);
            });
        }
    }

    /**
     * What comes at the next deadline.
     *
     * @param off takes it back
     */
    private record Alarm(long deadlineNanos, Runnable off) {}

    /** One alarm, at the earliest deadline or before: an operation that is done leaves it where it is. */
    private void armDeadline() {
        var next = open.nextDeadlineNanos();
        if (alarm != null) {
            alarm.off().run();
        }
        alarm = next.isEmpty()
                ? null
                : new Alarm(
                        next.get(), surroundings.timer().after(Math.max(1, next.get() - now()), this::deadlineCame));
    }

    private void deadlineCame() {
        List<Pending> due;
        synchronized (lock) {
            due = open.dueBy(now());
        }
        fail(due, "the time of " + settings.timeout().toMillis() + " ms is over");
        synchronized (lock) {
            armDeadline();
        }
    }

    /** If all endpoints rest, goes on when the first one has; one that has enough requests goes on with an answer. */
    private void armRest(long now) {
        long rest = endpoints.restNanos(now);
        if (rest > 0 && !restComes) {
            restComes = true;
            surroundings.timer().after(rest, () -> {
                synchronized (lock) {
                    restComes = false;
                }
                surroundings.worker().execute(this::pump);
            });
        }
    }

    private void fail(List<Pending> pendings, String why) {
        var decisions = new Decisions();
        synchronized (lock) {
            for (var pending : pendings) {
                if (!pending.isDone()) {
                    var failure = failure(pending, why);
                    open.decide(pending);
                    decisions.failed(pending, failure);
                }
            }
        }
        decisions.tell(surroundings.callbacks());
    }

    private ConcordCacheException failure(Pending pending, String why) {
        var told = why + ", after " + pending.attempts() + (pending.attempts() == 1 ? " attempt" : " attempts") + "; "
                + endpoints.failuresSince(pending.submittedNanos());
        return pending.maybeCarriedOut()
                ? new IndeterminateException(
                        pending.placement().describe() + " may have been carried out or not: " + told, null)
                : new UnavailableException(pending.placement().describe() + " was not carried out: " + told, null);
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
