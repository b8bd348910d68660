package io.concord.jcache.settings;

import java.time.Duration;

/**
 * What caches keep in the client's memory.
 *
 * @param staleness how long ago at most what is found there was true, if it is {@link Mode#BOUNDED}
 * @param entriesMax of each cache
 * @param bytesMax of each cache, of keys and values, about
 */
public record NearSettings(Mode mode, Duration staleness, int entriesMax, long bytesMax) {
    /** Nothing is kept. */
    public static final NearSettings STANDARD = new SettingValues(key -> null).near(Mode.OFF);

    /** How reads use what is kept. */
    public enum Mode {
        /** Nothing is kept. */
        OFF,
        /** The cluster says whether it is unchanged. */
        VALIDATED,
        /** It was true within a bound of time. */
        BOUNDED
    }
}
