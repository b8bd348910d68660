package io.concord.jcache.codec;

import io.concord.core.model.Escaped;
import io.concord.core.model.Key;
import io.concord.core.model.Limits;
import io.concord.jcache.api.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.cache.CacheException;

/**
 * Keys as text with a tag for their type. A key that is more than a simple value is read back as it is written, and refused if
 * that gives another one: then its form does not tell it apart, or its class compares what is not written.
 */
final class TextKeyCodec<K> implements KeyCodec<K> {
    private static final int SHOWN_MAX = 64;

    private final Class<K> type;
    private final Serial serial;
    private final RecordShapes shapes = new RecordShapes();
    private final KeyWriter writer;

    TextKeyCodec(Class<K> type, Serial serial) {
        if (type.isArray()) {
            throw new CacheException("a cache declares keys of the type " + type.getSimpleName()
                    + ", and arrays with the same elements are not equal; declare a List, a String or a record");
        }
        this.type = type;
        this.serial = serial;
        this.writer = new KeyWriter(serial, shapes);
    }

    @Override
    public Key encode(K key) {
        var text = writer.text(key);
        requireLength(key, text);
        if (!isSimple(text.charAt(0))) {
            requireSame(key, text);
        }
        return new Key(text);
    }

    @Override
    public K decode(Key key) {
        var decoded = read(key.text());
        if (!writer.text(decoded).equals(key.text())) {
            throw new UndecodableException("the key '" + shown(key.text()) + "' is not in the one form that it has");
        }
        return decoded;
    }

    @Override
    public String beginning(List<?> elements) {
        return writer.beginning(elements);
    }

    private K read(String text) {
        try {
            var decoded = new KeyReader(text, serial, shapes).key();
            if (type.isInstance(decoded)) {
                return type.cast(decoded);
            }
            throw new UndecodableException("it is a " + decoded.getClass().getName()
                    + ", and the cache declares keys of the type " + type.getName());
        } catch (CacheException e) {
            throw new UndecodableException("the key '" + shown(text) + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private void requireSame(K key, String text) {
        var again = read(text);
        if (!key.equals(again) || !again.equals(key) || !writer.text(again).equals(text)) {
            throw new CacheException("a key of the class " + key.getClass().getName()
                    + " is not equal to itself after it was written and read; its equals must compare what is written of it:"
                    + " make it a record, or use a String");
        }
    }

    private static boolean isSimple(char tag) {
        return !KeyTags.isComposed(tag) && tag != KeyTags.SERIALIZED;
    }

    private static void requireLength(Object key, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Limits.KEY_BYTES_MAX) {
            throw new CacheException("the key '" + shown(text) + "' of the class "
                    + key.getClass().getName() + " has " + bytes + " bytes as text; the limit is "
                    + Limits.KEY_BYTES_MAX
                    + ": use a shorter one, such as a digest of it");
        }
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? Escaped.text(text) : Escaped.text(text.substring(0, SHOWN_MAX)) + "...";
    }
}
