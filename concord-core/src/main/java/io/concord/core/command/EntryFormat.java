package io.concord.core.command;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.Value;
import java.util.Optional;

/**
 * The bytes of what many formats hold:
 *
 * <pre>
 * entry:     string key, i64 create revision, i64 revision, i64 version, author, i64 written ms,
 *            i64 deadline ms (2^63-1 none), i64 lease (0 none), value
 * value:     string content type, bytes value
 * author:    string issuer, string subject
 * name:      string namespace, string key
 * optional:  u8 0, or u8 1 and what it is
 * </pre>
 */
public final class EntryFormat {
    private static final int HEAD_BYTES_TYPICAL = 256;

    private EntryFormat() {}

    /** Room for an entry. */
    public static ByteWriter writerFor(Entry entry) {
        return new ByteWriter(HEAD_BYTES_TYPICAL + entry.value().size());
    }

    public static ByteWriter write(ByteWriter out, Entry entry) {
        out.string(entry.key().text());
        out.i64(entry.createRevision()).i64(entry.revision()).i64(entry.version());
        writeAuthor(out, entry.author()).i64(entry.writtenMillis());
        out.i64(entry.lifetime().deadlineMillis()).i64(entry.lifetime().leaseId());
        return writeValue(out, entry.value());
    }

    public static Entry read(ByteReader in) {
        var key = new Key(in.string());
        long createRevision = in.i64();
        long revision = in.i64();
        long version = in.i64();
        var author = readAuthor(in);
        long writtenMillis = in.i64();
        var lifetime = new Lifetime(in.i64(), in.i64());
        return new Entry(key, readValue(in), createRevision, revision, version, author, writtenMillis, lifetime);
    }

    public static ByteWriter writeAuthor(ByteWriter out, Author author) {
        return out.string(author.issuer()).string(author.subject());
    }

    public static Author readAuthor(ByteReader in) {
        return new Author(in.string(), in.string());
    }

    static ByteWriter writeValue(ByteWriter out, Value value) {
        return out.string(value.contentType()).bytes(value.asByteBuffer());
    }

    static Value readValue(ByteReader in) {
        String contentType = in.string();
        return Value.of(in.bytes(), contentType);
    }

    static ByteWriter writeName(ByteWriter out, EntryName name) {
        return out.string(name.namespace().name()).string(name.key().text());
    }

    static EntryName readName(ByteReader in) {
        return new EntryName(new Namespace(in.string()), new Key(in.string()));
    }

    public static ByteWriter writeOptional(ByteWriter out, Optional<Entry> entry) {
        out.bool(entry.isPresent());
        entry.ifPresent(present -> write(out, present));
        return out;
    }

    public static Optional<Entry> readOptional(ByteReader in) {
        return in.bool() ? Optional.of(read(in)) : Optional.empty();
    }
}
