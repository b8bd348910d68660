package io.concord.server.service.rate;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of all identities that have used theirs lately. There are so many at most: those that are full again are
 * forgotten, and if all are in use, whoever comes then shares one account with others like him.
 */
public final class RateLimits {
    static final int ACCOUNTS_MAX = 10_000;
    private static final long SWEEP_NANOS = 1_000_000_000;
    private static final long NANOS_EACH_SECOND = 1_000_000_000;

    private final RateSettings settings;
    private final RateMeter meter;
    private final LongSupplier nanoTime;
    private final TimeMeter time;
    private final Map<Object, Account> accounts = new ConcurrentHashMap<>();
    private final Account shared;
    private final AtomicLong sweptNanos;

    /** @param nanoTime monotonic */
    public RateLimits(RateSettings settings, RateMeter meter, LongSupplier nanoTime) {
        this.settings = settings;
        this.meter = meter;
        this.nanoTime = nanoTime;
        this.time = new NanoTime(nanoTime);
        this.shared = isOff() ? Account.UNLIMITED : opened();
        this.sweptNanos = new AtomicLong(nanoTime.getAsLong() - SWEEP_NANOS);
    }

    /**
     * Lets a request in and returns who pays for what it turns out to cost.
     *
     * @param identity equal for those who have one account
     * @throws RateLimitedException if nothing is left, and says when there will be
     */
    public Account admit(Object identity) {
        if (isOff()) {
            return Account.UNLIMITED;
        }
        var account = account(identity);
        long bytesNanos = account.nanosUntilBytes();
        if (bytesNanos > 0) {
            throw refused("bytes", settings.bytesPerSecond(), "concord.limits.bytes-per-second", bytesNanos);
        }
        long requestNanos = account.takeRequest();
        if (requestNanos > 0) {
            throw refused("requests", settings.requestsPerSecond(), "concord.limits.requests-per-second", requestNanos);
        }
        return account;
    }

    int accountCount() {
        return accounts.size();
    }

    private boolean isOff() {
        return settings.requestsPerSecond() == 0 && settings.bytesPerSecond() == 0;
    }

    private RateLimitedException refused(String limit, long perSecond, String setting, long nanos) {
        meter.refused(limit);
        long seconds = Math.max(1, (nanos + NANOS_EACH_SECOND - 1) / NANOS_EACH_SECOND);
        return new RateLimitedException(
                "you may have " + perSecond + " " + limit + " a second at this node (" + setting
                        + "), and have had more; go on in " + seconds + " s",
                seconds);
    }

    private Account account(Object identity) {
        var known = accounts.get(identity);
        if (known != null) {
            return known;
        }
        if (accounts.size() >= ACCOUNTS_MAX) {
            sweep();
            if (accounts.size() >= ACCOUNTS_MAX) {
                return shared;
            }
        }
        return accounts.computeIfAbsent(identity, unknown -> opened());
    }

    /** At most once a second, because it looks at all. */
    private void sweep() {
        long now = nanoTime.getAsLong();
        long swept = sweptNanos.get();
        if (now - swept >= SWEEP_NANOS && sweptNanos.compareAndSet(swept, now)) {
            accounts.values()
                    .removeIf(account -> account.isFull(
                            settings.requestsPerSecond() * settings.burstSeconds(),
                            settings.bytesPerSecond() * settings.burstSeconds()));
        }
    }

    private Account opened() {
        return new Account(bucket(settings.requestsPerSecond()), bucket(settings.bytesPerSecond()));
    }

    private @Nullable Bucket bucket(long perSecond) {
        return perSecond == 0
                ? null
                : Bucket.builder()
                        .addLimit(limit -> limit.capacity(perSecond * settings.burstSeconds())
                                .refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .withCustomTimePrecision(time)
                        .build();
    }

    /** The monotonic clock; the library's own default is the clock on the wall. */
    private record NanoTime(LongSupplier nanoTime) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
