package io.concord.cli.doctor;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What was measured.
 *
 * @param value for programs; empty where it is no number
 * @param unit of the value; empty where there is none
 * @param text for people, with its unit
 */
record Measure(OptionalDouble value, String unit, String text) {
    private static final double GIB = 1024.0 * 1024 * 1024;
    private static final double MIB = 1024.0 * 1024;
    private static final double HOURS_OF_DAY = 24;

    static Measure words(String text) {
        return new Measure(OptionalDouble.empty(), "", text);
    }

    static Measure millis(double millis) {
        return new Measure(OptionalDouble.of(millis), "ms", number(millis) + " ms");
    }

    static Measure entries(long entries) {
        return new Measure(OptionalDouble.of((double) entries), "entries", entries + " entries");
    }

    static Measure bytes(long bytes) {
        return new Measure(OptionalDouble.of((double) bytes), "bytes", size(bytes));
    }

    /** A share of something, in percent. */
    static Measure percent(double percent, String of) {
        return new Measure(OptionalDouble.of(percent), "%", String.format(Locale.ROOT, "%.1f %% %s", percent, of));
    }

    static Measure days(Duration left) {
        double days = left.toMinutes() / 60.0 / HOURS_OF_DAY;
        return new Measure(OptionalDouble.of(days), "days", String.format(Locale.ROOT, "%.1f days left", days));
    }

    /** The same, with more to say. */
    Measure and(String more) {
        return new Measure(value, unit, text + more);
    }

    /** The same, with something before it. */
    Measure of(String what) {
        return new Measure(value, unit, what + " " + text);
    }

    /** Bytes as people read them. */
    static String size(long bytes) {
        return bytes >= GIB
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / GIB)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
    }

    /** How long, in its largest unit. */
    static String time(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + " d";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.1f" : "%.0f", value);
    }
}
