package io.concord.cli.console;

import java.util.Locale;
import java.util.function.LongConsumer;

/** How far a long work is: one line that is redrawn on a terminal, and elsewhere a line at each quarter. */
public final class Progress implements LongConsumer {
    private static final String BEGIN = "\r\u001b[2K";
    private static final long REDRAW_NANOS = 200_000_000;
    private static final long MIB = 1024 * 1024;

    private final Terminal terminal;
    private final String what;
    private final long total;
    private long shownNanos;
    private long shownQuarters;
    private boolean drawn;

    /**
     * Progress that says nothing yet.
     *
     * @param total bytes; 0 where nobody knows
     */
    public Progress(Terminal terminal, String what, long total) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
    }

    @Override
    public void accept(long bytes) {
        if (terminal.isInteractive()) {
            redraw(bytes);
        } else if (total > 0 && bytes * 4 / total > shownQuarters) {
            shownQuarters = bytes * 4 / total;
            terminal.err().println(line(bytes));
        }
    }

    /** Takes the line away. */
    public void end() {
        if (drawn) {
            terminal.err().print(BEGIN);
            terminal.err().flush();
        }
    }

    private void redraw(long bytes) {
        long now = System.nanoTime();
        if (now - shownNanos >= REDRAW_NANOS) {
            shownNanos = now;
            drawn = true;
            terminal.err().print(BEGIN + line(bytes));
            terminal.err().flush();
        }
    }

    private String line(long bytes) {
        return total > 0
                ? String.format(
                        Locale.ROOT, "%s: %d of %d MiB (%d %%)", what, bytes / MIB, total / MIB, bytes * 100 / total)
                : String.format(Locale.ROOT, "%s: %d MiB", what, bytes / MIB);
    }
}
