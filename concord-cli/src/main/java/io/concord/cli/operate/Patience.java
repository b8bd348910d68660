package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.remote.RemoteFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time between two looks at a cluster of which something is awaited. */
final class Patience {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private Patience() {}

    /** @throws RemoteFailure if it is interrupted; so it is called where nothing is changed yet */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteFailure(ExitCodes.UNAVAILABLE, "interrupted; nothing was changed");
        }
    }
}
