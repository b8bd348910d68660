package io.concord.jcache.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file with the token, alone or as the line {@code Authorization: Bearer …}; looked at again every second, and at once when
 * the token was not accepted.
 */
final class TokenFile implements TokenSource {
    static final long LOOK_EACH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int BYTES_MAX = 65_536;
    private static final Pattern HEADER = Pattern.compile("^(Authorization:\\s*)?Bearer\\s+", Pattern.CASE_INSENSITIVE);

    private final Path file;
    private final LongSupplier nanoTime;
    private @Nullable String token;
    private Object stamp = "";
    private long lookedNanos;

    TokenFile(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized CompletableFuture<Optional<String>> current() {
        try {
            if (token == null || nanoTime.getAsLong() - lookedNanos >= LOOK_EACH_NANOS) {
                token = look();
            }
            return CompletableFuture.completedFuture(Optional.of(token));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public synchronized boolean renew(Optional<String> rejected) {
        try {
            stamp = "";
            token = look();
            return !Optional.of(token).equals(rejected);
        } catch (IOException e) {
            // It may be there again at the next attempt, which looks itself.
            token = null;
            return true;
        }
    }

    private String look() throws IOException {
        lookedNanos = nanoTime.getAsLong();
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        // The key tells files apart that were moved into its place within the resolution of the time.
        Object found = attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
        if (token != null && found.equals(stamp)) {
            return token;
        }
        if (attributes.size() > BYTES_MAX) {
            throw new IOException("the token file " + file + " has more than " + BYTES_MAX + " bytes");
        }
        var text = HEADER.matcher(Files.readString(file).strip()).replaceFirst("");
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException("the token file " + file + " does not hold one token of visible ASCII");
        }
        stamp = found;
        return text;
    }
}
