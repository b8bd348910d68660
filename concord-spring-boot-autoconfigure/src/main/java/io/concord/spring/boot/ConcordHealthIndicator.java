package io.concord.spring.boot;

import io.concord.jcache.api.ConcordCaches;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether a majority of the cluster answers a read. Waits for the answer no longer than it was told, so that a check does not
 * take as long as an operation may.
 */
public class ConcordHealthIndicator extends AbstractHealthIndicator {
    private final ConcordCaches caches;
    private final Duration wait;

    public ConcordHealthIndicator(ConcordCaches caches, Duration wait) {
        super("the Concord cluster does not answer");
        this.caches = caches;
        this.wait = wait;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        var ping = caches.pingAsync();
        try {
            ping.toCompletableFuture().get(wait.toMillis(), TimeUnit.MILLISECONDS);
            builder.up();
        } catch (TimeoutException e) {
            builder.down().withDetail("error", "no answer within " + wait.toMillis() + " ms");
        } catch (ExecutionException e) {
            builder.down(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }
}
