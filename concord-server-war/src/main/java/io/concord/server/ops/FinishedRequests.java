package io.concord.server.ops;

import io.concord.server.http.RequestMeter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Tells the metrics and the log of slow requests what has finished. */
@Dependent
public class FinishedRequests implements RequestMeter {
    private final NodeMetrics metrics;
    private final SlowRequestLog slow;

    @Inject
    public FinishedRequests(NodeMetrics metrics, SlowRequestLog slow) {
        this.metrics = metrics;
        this.slow = slow;
    }

    @Override
    public void finished(String method, String path, String operation, String result, Duration elapsed) {
        metrics.request(operation, result, elapsed);
        slow.finished(method, path, operation, result, elapsed);
    }
}
