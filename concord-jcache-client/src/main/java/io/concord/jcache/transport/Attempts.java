package io.concord.jcache.transport;

import io.concord.core.protocol.ErrorCode;
import io.concord.jcache.settings.TransportSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a batch goes out and what its answer means: the time that an attempt has, the stamps of the writes, how the endpoint has
 * served, and when to try again. Guarded by the lock of the {@link Dispatcher}.
 */
final class Attempts {
    /** An attempt has two fifths of the time that is left, so that a silent endpoint leaves time for others. */
    private static final double SHARE_OF_TIME = 0.4;

    private static final long ATTEMPT_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long RETRY_NANOS_FIRST = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long REST_NANOS_FIRST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PAUSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private final TransportSettings settings;
    private final Endpoints endpoints;
    private final Surroundings surroundings;
    private final ClusterTime time = new ClusterTime();
    private final RetryBudget budget;
    private final Backoff retries;
    private final Backoff rests;
    private int batchOperationsMax;
    private long batchBytesMax;
    private boolean asksForTime;
    private boolean askedForTime;

    Attempts(TransportSettings settings, Endpoints endpoints, Surroundings surroundings) {
        this.settings = settings;
        this.endpoints = endpoints;
        this.surroundings = surroundings;
        this.budget = new RetryBudget(now());
        this.retries = new Backoff(RETRY_NANOS_FIRST, PAUSE_NANOS_MAX, surroundings.random());
        this.rests = new Backoff(REST_NANOS_FIRST, PAUSE_NANOS_MAX, surroundings.random());
        this.batchOperationsMax = settings.batchOperationsMax();
        this.batchBytesMax = settings.batchBytesMax();
    }

    RetryBudget budget() {
        return budget;
    }

    /**
     * Takes what is ready for an endpoint; before the cluster's time is known, a batch without operations that asks for it.
     *
     * @return null if there is nothing to send now
     */
    @Nullable Sending begin(Lanes lanes, Endpoint endpoint) {
        var batch = new Batch(batchOperationsMax, batchBytesMax);
        if (!time.isKnown() && !askedForTime) {
            if (asksForTime) {
                return null;
            }
            asksForTime = true;
        } else {
            lanes.takeInto(batch);
            if (batch.isEmpty()) {
                return null;
            }
        }
        long stamp = time.now(now());
        batch.operations().forEach(pending -> pending.attempt(stamp));
        endpoint.began();
        return new Sending(batch, endpoint, attemptNanos(batch));
    }

    /** What the answer means for each operation of the batch, in its order. */
    List<Verdict> end(Sending sending, Answer answer, boolean tokenRenewed) {
        var endpoint = sending.endpoint();
        endpoint.ended();
        if (sending.batch().isEmpty()) {
            asksForTime = false;
            askedForTime = !(answer instanceof Answer.NotServed);
        }
        if (answer instanceof Answer.Replied replied) {
            return replied(sending, replied);
        }
        if (answer instanceof Answer.Unauthorized unauthorized) {
            endpoint.noted("unauthorized: " + unauthorized.detail(), now());
            return each(
                    sending,
                    (pending, i) -> tokenRenewed && pending.renewToken()
                            ? new Verdict.Again("unauthorized", false, true)
                            : Judge.refused(pending, ErrorCode.UNAUTHORIZED.code(), unauthorized.detail()));
        }
        if (answer instanceof Answer.Refused refused) {
            return refused(sending, refused);
        }
        var notServed = (Answer.NotServed) answer;
        endpoint.failed(notServed.reason(), rests, now());
        endpoint.restsAtLeast(notServed.restNanos(), now());
        return each(sending, (pending, i) -> new Verdict.Again(notServed.reason(), notServed.maybeCarriedOut(), false));
    }

    /** How long the lanes of a batch stand: not at all where another endpoint may do at once. */
    long pauseNanos(List<Verdict> verdicts, List<Lane> standing) {
        var atOnce = verdicts.stream().allMatch(verdict -> !(verdict instanceof Verdict.Again again) || again.atOnce());
        int attempts = standing.stream().mapToInt(Lane::attempts).max().orElse(1);
        return atOnce || (attempts == 1 && endpoints.restNanos(now()) == 0) ? 0 : retries.nanos(attempts);
    }

    private List<Verdict> replied(Sending sending, Answer.Replied replied) {
        var endpoint = sending.endpoint();
        var replies = replied.response().replies();
        if (replies.size() != sending.batch().operations().size()) {
            var reason = "it answered " + replies.size() + " operations of "
                    + sending.batch().operations().size();
            endpoint.failed(reason, rests, now());
            return each(sending, (pending, i) -> new Verdict.Again(reason, true, false));
        }
        time.learn(replied.response().timeMillis(), now());
        var verdicts = each(sending, (pending, i) -> Judge.reply(pending, replies.get(i), endpoint.uri()));
        var trouble = verdicts.stream()
                .filter(Attempts::isTrouble)
                .map(verdict -> ((Verdict.Again) verdict).reason())
                .findFirst();
        trouble.ifPresent(reason -> endpoint.noted(reason, now()));
        if (!verdicts.isEmpty() && verdicts.stream().allMatch(Attempts::isTrouble)) {
            endpoint.failed(trouble.orElseThrow(), rests, now());
        } else {
            endpoint.served();
            budget.served();
        }
        return verdicts;
    }

    private static boolean isTrouble(Verdict verdict) {
        return verdict instanceof Verdict.Again again && !again.atOnce();
    }

    /** A batch that is too large may be so as a whole: less goes together from now on. */
    private List<Verdict> refused(Sending sending, Answer.Refused refused) {
        int operations = sending.batch().operations().size();
        sending.endpoint().noted(refused.code() + ": " + refused.detail(), now());
        if (refused.code().equals(ErrorCode.TOO_LARGE.code()) && operations > 1) {
            batchOperationsMax = Math.max(1, Math.min(batchOperationsMax, operations / 2));
            batchBytesMax = Math.min(batchBytesMax, sending.batch().bytes() / 2);
            return each(sending, (pending, i) -> new Verdict.Again(refused.code(), false, true));
        }
        return each(sending, (pending, i) -> Judge.refused(pending, refused.code(), refused.detail()));
    }

    private static List<Verdict> each(Sending sending, BiFunction<Pending, Integer, Verdict> judge) {
        var operations = sending.batch().operations();
        var verdicts = new ArrayList<Verdict>(operations.size());
        for (int i = 0; i < operations.size(); i++) {
            verdicts.add(judge.apply(operations.get(i), i));
        }
        return verdicts;
    }

    private long attemptNanos(Batch batch) {
        long left = batch.operations().stream()
                .mapToLong(pending -> pending.deadlineNanos() - now())
                .max()
                .orElse(settings.timeout().toNanos());
        return Math.max(Math.min(left, Math.max((long) (left * SHARE_OF_TIME), ATTEMPT_NANOS_MIN)), 1_000_000);
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }
}
