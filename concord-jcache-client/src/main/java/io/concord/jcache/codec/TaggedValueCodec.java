package io.concord.jcache.codec;

import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Value;
import io.concord.jcache.api.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.cache.CacheException;

/**
 * Values as Concord writes them: one byte for the type and then the text of a simple value, the bytes of an array or a string, or
 * a serialized object. Reads what others wrote, by its content type, where the cache declares text or bytes.
 */
final class TaggedValueCodec<V> implements ValueCodec<V> {
    static final String CONTENT_TYPE = "application/vnd.concord.value";

    private static final char BYTES = 'x';

    private final Class<V> type;
    private final Serial serial;

    TaggedValueCodec(Class<V> type, Serial serial) {
        this.type = type;
        this.serial = serial;
    }

    @Override
    public Value encode(V value) {
        var atom = Atoms.of(value);
        if (atom != null) {
            return tagged(atom.tag(), atom.text(value).getBytes(StandardCharsets.UTF_8));
        }
        if (value instanceof byte[] bytes) {
            return tagged(BYTES, bytes);
        }
        if (value instanceof String text) {
            return Texts.isWellFormed(text)
                    ? tagged(KeyTags.STRING, text.getBytes(StandardCharsets.UTF_8))
                    : tagged(KeyTags.ILL_FORMED_STRING, Texts.units(text));
        }
        if (value instanceof Enum<?> constant) {
            return tagged(KeyTags.ENUM, Enums.text(constant, serial).getBytes(StandardCharsets.UTF_8));
        }
        return tagged(KeyTags.SERIALIZED, serial.write(value));
    }

    @Override
    public V decode(Value value) {
        var decoded =
                value.contentType().equals(CONTENT_TYPE) ? read(value.asByteBuffer()) : ForeignValue.read(value, type);
        if (!type.isInstance(decoded)) {
            throw new UndecodableException("the value is a "
                    + decoded.getClass().getName() + ", and the cache declares values of the type " + type.getName());
        }
        return type.cast(decoded);
    }

    private Object read(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            throw new UndecodableException("the value has no tag of a type; it was not written by a cache");
        }
        var tag = (char) Byte.toUnsignedInt(bytes.get());
        var atom = Atoms.tagged(tag);
        if (atom != null) {
            return atom.read(Texts.decode(bytes, StandardCharsets.UTF_8));
        }
        return switch (tag) {
            case BYTES -> rest(bytes);
            case KeyTags.STRING -> Texts.decode(bytes, StandardCharsets.UTF_8);
            case KeyTags.ILL_FORMED_STRING -> Texts.ofUnits(rest(bytes));
            case KeyTags.ENUM -> Enums.read(Texts.decode(bytes, StandardCharsets.UTF_8), serial);
            case KeyTags.SERIALIZED -> serial.read(rest(bytes));
            default ->
                throw new UndecodableException(
                        "the value has the unknown tag " + (int) tag + "; a newer release may have written it");
        };
    }

    private static byte[] rest(ByteBuffer bytes) {
        var rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return rest;
    }

    private static Value tagged(char tag, byte[] body) {
        var bytes =
                ByteBuffer.allocate(1 + body.length).put((byte) tag).put(body).flip();
        try {
            return Value.of(bytes, CONTENT_TYPE);
        } catch (InvalidValueException e) {
            throw new CacheException("a value cannot be written: " + e.getMessage(), e);
        }
    }
}
