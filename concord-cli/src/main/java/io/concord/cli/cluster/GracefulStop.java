package io.concord.cli.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends processes: SIGTERM to all at once, then patience, then SIGKILL for whoever is left.
 *
 * @param patience how long all of them together may take to stop by themselves
 * @param notices told about each process that had to be killed
 */
record GracefulStop(Duration patience, Consumer<String> notices) {
    /** Liberty finishes requests in flight for up to 30 seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final long KILL_SECONDS_MAX = 10;
    private static final long STEP_MILLIS = 200;

    /** Returns when every process has ended. */
    void stop(Map<String, ProcessHandle> processes) {
        processes.values().forEach(ProcessHandle::destroy);
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        processes.forEach((name, process) -> {
            if (!awaitExit(process, deadlineNanos)) {
                notices.accept(name + " (pid " + process.pid() + ") did not stop within " + patience.toSeconds()
                        + " s of SIGTERM and is killed");
                kill(process);
            }
        });
    }

    /** In steps, because the end of a process that became a zombie is never announced. */
    private static boolean awaitExit(ProcessHandle process, long deadlineNanos) {
        boolean patient = true;
        while (patient && ProcessRecord.isRunning(process) && System.nanoTime() < deadlineNanos) {
            patient = awaitStep(process);
        }
        return !ProcessRecord.isRunning(process);
    }

    /** False when our caller lost patience: whoever is left is then killed at once rather than forgotten. */
    private static boolean awaitStep(ProcessHandle process) {
        try {
            process.onExit()
                    .completeOnTimeout(process, STEP_MILLIS, TimeUnit.MILLISECONDS)
                    .get();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SIGKILL. Not interruptible, because it takes no time worth interrupting. */
    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit()
                .completeOnTimeout(process, KILL_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }
}
