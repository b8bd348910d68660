package io.concord.cli.remote;

import io.concord.cli.console.ExitCodes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time between two looks at a cluster, which tells nobody by itself when it has become what is awaited. */
public final class Pause {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private Pause() {}

    /**
     * Until it is worth looking whether a cluster has changed; to be called where nothing is changed yet.
     *
     * @throws RemoteFailure if it is interrupted
     */
    public static void beforeLooking() {
        try {
            of(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteFailure(ExitCodes.UNAVAILABLE, "interrupted; nothing was changed");
        }
    }

    static void of(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
