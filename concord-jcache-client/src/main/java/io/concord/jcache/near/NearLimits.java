package io.concord.jcache.near;

/**
 * How much a near cache keeps; what was used least recently makes room.
 *
 * @param entriesMax entries, also of absent keys
 * @param bytesMax of keys and values, about
 */
public record NearLimits(int entriesMax, long bytesMax) {
    public NearLimits {
        if (entriesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("a near cache has at most " + entriesMax + " entries and " + bytesMax
                    + " bytes; both limits are at least 1");
        }
    }
}
