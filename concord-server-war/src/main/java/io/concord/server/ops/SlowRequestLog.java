package io.concord.server.ops;

import io.concord.server.config.NodeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Writes down the requests that took longer than {@code concord.request.slow-millis}. */
@ApplicationScoped
public class SlowRequestLog {
    private static final System.Logger LOG = System.getLogger(SlowRequestLog.class.getName());

    private final SlowRequests requests;

    @Inject
    public SlowRequestLog(NodeConfig config) {
        this.requests = new SlowRequests(config.slowRequest());
    }

    /** For the container's proxy only. */
    protected SlowRequestLog() {
        this.requests = new SlowRequests(Duration.ZERO);
    }

    /** Whatever has finished; it says whether that was slow. */
    public void finished(String method, String path, String operation, String result, Duration elapsed) {
        requests.finished(method, path, operation, result, elapsed, System.nanoTime())
                .ifPresent(line -> LOG.log(Level.WARNING, line));
    }
}
