package io.concord.core.wire;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of what many formats hold:
 *
 * <pre>
 * name:      string namespace, string key
 * value:     string content type, bytes value
 * author:    string issuer, string subject
 * entry:     where it has tags: u16 65535, which is no length of a key, and tags, see {@link TagsFormat};
 *            string key, i64 create revision, i64 revision, i64 version, author, i64 written ms,
 *            i64 deadline ms (2^63-1 none), i64 lease (0 none), value
 * keys:      string prefix, optional string from, optional string to
 * settings:  i64 default ttl ms, i64 entries max, i64 bytes max
 * optional:  u8 0, or u8 1 and what it is
 * </pre>
 *
 * <p>The log, snapshots and what clients speak are made of these: whoever changes them begins a new version of each.
 */
public final class EntryFormat {
    private static final int TAGGED = 0xffff;
    private static final int HEAD_BYTES_TYPICAL = 256;

    private EntryFormat() {}

    /** Room for an entry. */
    public static ByteWriter writerFor(Entry entry) {
        return new ByteWriter(HEAD_BYTES_TYPICAL + entry.value().size());
    }

    public static ByteWriter writeNamespace(ByteWriter out, Namespace namespace) {
        return out.string(namespace.name());
    }

    public static Namespace readNamespace(ByteReader in) {
        return new Namespace(in.string());
    }

    public static ByteWriter writeName(ByteWriter out, EntryName name) {
        return out.string(name.namespace().name()).string(name.key().text());
    }

    public static EntryName readName(ByteReader in) {
        return new EntryName(new Namespace(in.string()), new Key(in.string()));
    }

    public static ByteWriter writeValue(ByteWriter out, Value value) {
        return out.string(value.contentType()).bytes(value.asByteBuffer());
    }

    public static Value readValue(ByteReader in) {
        String contentType = in.string();
        return Value.of(in.bytes(), contentType);
    }

    public static ByteWriter write(ByteWriter out, Entry entry) {
        if (!entry.tags().isEmpty()) {
            TagsFormat.write(out.u16(TAGGED), entry.tags());
        }
        out.string(entry.key().text());
        out.i64(entry.createRevision()).i64(entry.revision()).i64(entry.version());
        writeAuthor(out, entry.author()).i64(entry.writtenMillis());
        out.i64(entry.lifetime().deadlineMillis()).i64(entry.lifetime().leaseId());
        return writeValue(out, entry.value());
    }

    public static Entry read(ByteReader in) {
        var tags = in.takesU16(TAGGED) ? TagsFormat.read(in) : Tags.NONE;
        var key = new Key(in.string());
        long createRevision = in.i64();
        long revision = in.i64();
        long version = in.i64();
        var author = readAuthor(in);
        long writtenMillis = in.i64();
        var lifetime = new Lifetime(in.i64(), in.i64());
        return new Entry(key, readValue(in), createRevision, revision, version, author, writtenMillis, lifetime, tags);
    }

    public static ByteWriter writeAuthor(ByteWriter out, Author author) {
        return out.string(author.issuer()).string(author.subject());
    }

    public static Author readAuthor(ByteReader in) {
        return new Author(in.string(), in.string());
    }

    public static ByteWriter writeOptionalEntry(ByteWriter out, Optional<Entry> entry) {
        return writeOptional(out, entry, EntryFormat::write);
    }

    public static Optional<Entry> readOptionalEntry(ByteReader in) {
        return readOptional(in, EntryFormat::read);
    }

    public static ByteWriter writeKeys(ByteWriter out, KeyRange keys) {
        writeOptionalKey(out.string(keys.prefix()), keys.from());
        return writeOptionalKey(out, keys.to());
    }

    public static KeyRange readKeys(ByteReader in) {
        return new KeyRange(in.string(), readOptionalKey(in), readOptionalKey(in));
    }

    public static ByteWriter writeOptionalKey(ByteWriter out, @Nullable Key key) {
        return key == null ? out.bool(false) : out.bool(true).string(key.text());
    }

    public static @Nullable Key readOptionalKey(ByteReader in) {
        return in.bool() ? new Key(in.string()) : null;
    }

    public static ByteWriter writeSettings(ByteWriter out, NamespaceSettings settings) {
        return out.i64(settings.defaultTtlMillis()).i64(settings.entriesMax()).i64(settings.bytesMax());
    }

    public static NamespaceSettings readSettings(ByteReader in) {
        return new NamespaceSettings(in.i64(), in.i64(), in.i64());
    }

    public static <T> ByteWriter writeOptional(
            ByteWriter out, Optional<T> optional, BiConsumer<ByteWriter, T> content) {
        out.bool(optional.isPresent());
        optional.ifPresent(present -> content.accept(out, present));
        return out;
    }

    public static <T> Optional<T> readOptional(ByteReader in, Function<ByteReader, T> content) {
        return in.bool() ? Optional.of(content.apply(in)) : Optional.empty();
    }
}
