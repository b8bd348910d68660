package io.concord.jcache.settings;

/**
 * How the values of caches are written and read.
 *
 * @param serialFilter classes that Java serialization may read, in the syntax of {@link java.io.ObjectInputFilter}; may be empty
 * @param valueFormatProvider the class name of a {@code ValueFormatProvider}; empty for those that a service loader finds
 * @param undecodableIsMiss whether an entry that this version of the application cannot decode counts as none
 */
public record ValueSettings(String serialFilter, String valueFormatProvider, boolean undecodableIsMiss) {
    static final String ERROR = "error";
    static final String MISS = "miss";

    public static final ValueSettings STANDARD = new ValueSettings("", "", false);
}
