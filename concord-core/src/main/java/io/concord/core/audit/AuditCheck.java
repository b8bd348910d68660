package io.concord.core.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Walks over the lines of one audit log, file by file in their order, and notes everything that a chain can show: lines that
 * were changed, are missing, come out of order or are torn. It goes on after each, by what the line says of itself, so that
 * one fault is told once.
 *
 * <p>What a chain cannot show by itself: that whole lines were taken from its end, or from its beginning; and that somebody has
 * made every hash from some line on anew. Both show against a hash that was kept elsewhere.
 */
public final class AuditCheck {
    private final Set<String> wanted;
    private final Set<String> seen = new TreeSet<>();
    private final List<Fault> faults = new ArrayList<>();
    private AuditLine last = AuditLine.NOTHING;
    private long first;
    private long lines;
    /** Lines since the last one that could be read, and whether that one was changed: neither is told a second time. */
    private long unreadable;

    private boolean lastChanged;

    /**
     * What is wrong.
     *
     * @param file in which
     * @param line of the file, from 1
     * @param what for people
     */
    public record Fault(String file, long line, String what) {
        @Override
        public String toString() {
            return file + ", line " + line + ": " + what;
        }
    }

    /** @param wanted hashes to look for, see {@link #has} */
    public AuditCheck(Set<String> wanted) {
        this.wanted = wanted;
    }

    /** Reads one file, the next one of the log. */
    public void read(String file, InputStream in) throws IOException {
        var reader = new AuditLineReader(in);
        long number = 0;
        for (var raw = reader.next(); raw.isPresent(); raw = reader.next()) {
            number++;
            var fault = fault(raw.get());
            if (fault.isPresent()) {
                faults.add(new Fault(file, number, fault.get()));
            }
        }
    }

    private Optional<String> fault(AuditLineReader.Raw raw) {
        lines++;
        var parsed = AuditLine.parse(raw.bytes());
        if (!raw.isWhole() && (parsed.isEmpty() || !parsed.get().isIntact())) {
            return Optional.of("it is torn: the file ends within it");
        }
        if (parsed.isEmpty()) {
            unreadable++;
            return Optional.of(
                    "it is no line of an audit log: it has been changed, or something else was written here");
        }
        return fault(parsed.get(), raw.isWhole());
    }

    private Optional<String> fault(AuditLine line, boolean isWhole) {
        var order = first == 0 ? ofFirst(line) : ofOrder(line);
        first = first == 0 ? line.sequence() : first;
        last = line;
        unreadable = 0;
        lastChanged = !line.isIntact();
        if (lastChanged) {
            return Optional.of("line " + line.sequence() + " of the log has been changed: its hash is another one");
        }
        if (!isWhole) {
            return Optional.of("its newline is missing: the file has been cut there");
        }
        if (wanted.contains(line.statedHash())) {
            seen.add(line.statedHash());
        }
        return order;
    }

    private static Optional<String> ofFirst(AuditLine line) {
        return line.sequence() == 1 && !line.follows(AuditLine.NOTHING)
                ? Optional.of("it says that it is the first line of the log, and that another one was before it")
                : Optional.empty();
    }

    private Optional<String> ofOrder(AuditLine line) {
        long gap = line.sequence() - last.sequence() - 1;
        if (line.follows(last) || (gap == 0 && lastChanged) || (gap > 0 && gap == unreadable)) {
            return Optional.empty();
        }
        if (gap == 0) {
            return Optional.of(
                    "line " + line.sequence() + " of the log does not follow the one before: that one has been"
                            + " replaced, or this one belongs to another log");
        }
        return Optional.of(
                gap > 0
                        ? "lines " + (last.sequence() + 1) + " to " + (line.sequence() - 1)
                                + " of the log are missing before it"
                        : "it is line " + line.sequence() + " of the log and comes after line " + last.sequence()
                                + ": lines are repeated or out of order");
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** The number that the first line has; 0 where there is none. */
    public long firstSequence() {
        return first;
    }

    /** The line that came last; {@link AuditLine#NOTHING} where there was none. */
    public AuditLine last() {
        return last;
    }

    public long lines() {
        return lines;
    }

    /** Whether an intact line has this hash, which is one of those wanted. */
    public boolean has(String hash) {
        return seen.contains(hash);
    }
}
