package io.concord.server.audit;

import io.concord.core.audit.AuditLine;
import io.concord.core.audit.AuditLineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end of the chain on disk: lines are appended to one file, and another one is begun when it is large or old. What it finds
 * at the end of that file when it opens it and is no whole line, it cuts off, keeps beside it and tells of in the next line.
 * Used by one thread.
 */
final class ChainFile implements AutoCloseable {
    private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]{1,40})\"");

    private final AuditSettings settings;
    private final AuditFiles files;
    private final Clock clock;
    private final String node;
    private final FileChannel channel;

    private AuditLine last = AuditLine.NOTHING;
    private long firstSequence;
    private Instant begun;
    private long length;
    private boolean synced = true;

    private ChainFile(AuditSettings settings, String node, Clock clock, FileChannel channel) {
        this.settings = settings;
        this.files = new AuditFiles(settings.file());
        this.node = node;
        this.clock = clock;
        this.channel = channel;
        this.begun = clock.instant();
    }

    /**
     * Opens the file at its end.
     *
     * @param known the last line that this process knows of: if that is gone, what follows shows it
     */
    static ChainFile open(AuditSettings settings, String node, Clock clock, AuditLine known) throws IOException {
        var channel = new AuditFiles(settings.file()).open();
        try {
            var file = new ChainFile(settings, node, clock, channel);
            file.recover(known);
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Appends events, in one write. They are on disk after {@link #sync}. */
    void append(List<AuditEvent> events) throws IOException {
        var lines = new StringBuilder();
        var next = last;
        for (var event : events) {
            var written = next.next(event.members());
            lines.append(written.text());
            next = written.line();
        }
        write(lines.toString().getBytes(StandardCharsets.US_ASCII));
        if (firstSequence == 0) {
            firstSequence = last.sequence() + 1;
        }
        last = next;
    }

    AuditLine last() {
        return last;
    }

    void sync() throws IOException {
        if (!synced) {
            channel.force(false);
            synced = true;
        }
    }

    boolean isSynced() {
        return synced;
    }

    /** Whether it is large or old enough for another one; never while there is nothing in it. */
    boolean isFull() {
        return length > 0
                && (length >= settings.fileBytesMax()
                        || Duration.between(begun, clock.instant()).compareTo(settings.fileAgeMax()) >= 0);
    }

    /** Whether what is written still is the file of that name. */
    boolean isInPlace() throws IOException {
        return Files.exists(files.current()) && Files.size(files.current()) == length;
    }

    /** Sets this file aside, begins another one with a line that says so, and deletes the oldest ones that are too many. */
    ChainFile rotated() throws IOException {
        sync();
        channel.close();
        var full = files.setAside(firstSequence);
        var next = new ChainFile(settings, node, clock, files.open());
        next.last = last;
        var deleted = next.prune();
        next.append(List.of(event("file-begun")
                .with("follows", String.valueOf(full.getFileName()))
                .with("deleted", String.join(" ", deleted))));
        return next;
    }

    private List<String> prune() throws IOException {
        var full = files.full();
        var deleted = new ArrayList<String>();
        for (var oldest : full.subList(0, Math.max(0, full.size() - settings.filesMax()))) {
            Files.delete(oldest);
            deleted.add(String.valueOf(oldest.getFileName()));
        }
        return deleted;
    }

    /** An event of the log itself. */
    AuditEvent event(String name) {
        return new AuditEvent()
                .with("time", clock.instant().toString())
                .with("node", node)
                .with("event", name);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            sync();
        }
    }

    private void recover(AuditLine known) throws IOException {
        long whole = readChain();
        if (last.sequence() == 0) {
            lastOfFullFiles();
        }
        long size = channel.size();
        length = whole;
        channel.position(whole);
        long lastFound = last.sequence();
        if (known.sequence() > lastFound) {
            last = known;
        }
        if (size > whole) {
            cut(size - whole);
        }
        if (known.sequence() > lastFound) {
            append(List.of(event("missing").with("after", lastFound).with("to", known.sequence())));
            sync();
        }
    }

    /** Goes over the lines for as long as each follows the one before; returns how many bytes they are. */
    private long readChain() throws IOException {
        var reader = new AuditLineReader(Channels.newInputStream(channel.position(0)));
        long whole = 0;
        for (var raw = reader.next(); raw.isPresent() && raw.get().isWhole(); raw = reader.next()) {
            var line = next(raw.get().bytes());
            if (line == null) {
                break;
            }
            if (firstSequence == 0) {
                firstSequence = line.sequence();
                begun = timeOf(raw.get().bytes());
            }
            last = line;
            whole += raw.get().bytes().length + 1;
        }
        return whole;
    }

    private @Nullable AuditLine next(byte[] bytes) {
        var line = AuditLine.parse(bytes).filter(AuditLine::isIntact).orElse(null);
        return line != null && (firstSequence == 0 || line.follows(last)) ? line : null;
    }

    /** Where the file that is written has no line, the chain goes on after the newest full one. */
    private void lastOfFullFiles() throws IOException {
        var full = files.full();
        if (full.isEmpty()) {
            return;
        }
        try (InputStream in = Files.newInputStream(full.get(full.size() - 1))) {
            var reader = new AuditLineReader(in);
            for (var raw = reader.next(); raw.isPresent(); raw = reader.next()) {
                AuditLine.parse(raw.get().bytes()).filter(AuditLine::isIntact).ifPresent(line -> last = line);
            }
        }
    }

    private void cut(long bytes) throws IOException {
        var rest = new byte[Math.toIntExact(Math.min(bytes, AuditLineReader.LINE_BYTES_MAX))];
        var buffer = ByteBuffer.wrap(rest);
        while (buffer.hasRemaining() && channel.read(buffer, length + buffer.position()) >= 0) {
            // Reads on.
        }
        var kept = files.keep(rest, last.sequence() + 1);
        channel.truncate(length);
        channel.position(length);
        append(List.of(event("recovered")
                .with("cutBytes", bytes)
                .with("cutSha256", AuditLine.sha256(rest))
                .with("kept", String.valueOf(kept.getFileName()))));
        sync();
    }

    private void write(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        synced = false;
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        length += bytes.length;
    }

    private Instant timeOf(byte[] line) {
        var matcher = TIME.matcher(new String(line, StandardCharsets.ISO_8859_1));
        try {
            return matcher.find() ? Instant.parse(matcher.group(1)) : clock.instant();
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
    }
}
