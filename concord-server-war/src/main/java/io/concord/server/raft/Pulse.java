package io.concord.server.raft;

import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs small jobs again and again; a job that throws is logged and runs again. */
final class Pulse {
    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());

    private final ScheduledExecutorService scheduler;

    Pulse(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    void every(long millis, String name, Runnable job) {
        scheduler.scheduleWithFixedDelay(
                () -> {
                    try {
                        job.run();
                    } catch (RuntimeException | Error e) {
                        LOG.log(Level.WARNING, "job '" + name + "' failed and will be tried again", e);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    void stop() {
        scheduler.shutdownNow();
    }
}
