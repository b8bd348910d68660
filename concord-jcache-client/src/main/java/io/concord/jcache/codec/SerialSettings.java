package io.concord.jcache.codec;

/** Temporary. */
public record SerialSettings() {
    public static SerialSettings defaults() {
        return new SerialSettings();
    }
}
