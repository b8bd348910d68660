package io.concord.server.service.watch;

import java.util.Locale;

/** Why the server breaks a watch off: both say that the watcher was too slow. */
public enum CutReason {
    /** It did not read what was sent to it. */
    SLOW,
    /** The history has forgotten what it had yet to be told. */
    COMPACTED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
