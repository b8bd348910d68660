package io.concord.core.backup;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.model.Entry;
import io.concord.core.wire.EntryFormat;
import io.concord.core.wire.TagsFormat;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A chain of SHA-256 over what a store holds, the same before a backup and after its restore: namespaces with their
 * settings, and entries with value, content type, tags, author, time of writing and kind of lifetime. Revisions, versions
 * and what is left of a lifetime are not in it, because a restore makes them anew. Immutable.
 *
 * <p>Each link is SHA-256(the digest before, the content of one namespace or entry), so that it can be carried on from
 * any place.
 */
public final class ContentDigest {
    private static final int BYTES = 32;
    private static final int SPACE = 1;
    private static final int ENTRY = 2;

    /** Of nothing. */
    public static final ContentDigest EMPTY = new ContentDigest(new byte[BYTES]);

    private final byte[] bytes;

    private ContentDigest(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads what {@link #toString} gives.
     *
     * @throws IllegalArgumentException if it is not 64 hexadecimal digits
     */
    public static ContentDigest parse(String hexadecimal) {
        var bytes = HexFormat.of().parseHex(hexadecimal);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a digest has 64 hexadecimal digits");
        }
        return new ContentDigest(bytes);
    }

    static ContentDigest read(ByteReader in) {
        var bytes = ByteBuffer.allocate(BYTES);
        for (int i = 0; i < BYTES / Long.BYTES; i++) {
            bytes.putLong(in.i64());
        }
        return new ContentDigest(bytes.array());
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    ContentDigest with(BackupRecord.Space space) {
        var out = new ByteWriter().u8(SPACE).string(space.namespace().name());
        return next(EntryFormat.writeSettings(out, space.settings()));
    }

    ContentDigest with(Entry entry) {
        var out = EntryFormat.writerFor(entry).u8(ENTRY).string(entry.key().text());
        EntryFormat.writeAuthor(out, entry.author()).i64(entry.writtenMillis());
        out.bool(entry.lifetime().hasDeadline()).bool(entry.lifetime().hasLease());
        out.bool(!entry.tags().isEmpty());
        if (!entry.tags().isEmpty()) {
            TagsFormat.write(out, entry.tags());
        }
        return next(EntryFormat.writeValue(out, entry.value()));
    }

    private ContentDigest next(ByteWriter content) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes);
            return new ContentDigest(sha256.digest(content.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentDigest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
