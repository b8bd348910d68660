package io.concord.jcache.codec;

import io.concord.core.model.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys as text: the tag of the type, a colon, and the text of a simple value as it is. Records, lists, sets and maps list
 * what they are made of; the elements of sets and maps are ordered by their text. docs/client-formats.md has it all.
 */
final class KeyWriter {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Serial serial;
    private final RecordShapes shapes;

    KeyWriter(Serial serial, RecordShapes shapes) {
        this.serial = serial;
        this.shapes = shapes;
    }

    String text(Object key) {
        var composed = composed(key, 1);
        return composed == null ? simple(key) : composed;
    }

    /** What the texts of lists have in common that begin with these elements and go on. */
    String beginning(List<?> elements) {
        var list = list(KeyTags.LIST, "", items(bounded(elements), 1));
        return list.substring(0, list.length() - 1) + (elements.isEmpty() ? "" : KeyTags.NEXT);
    }

    /** Null if the value is not composed of others. */
    private @Nullable String composed(Object value, int depth) {
        if (depth > KeyTags.DEPTH_MAX) {
            throw new CacheException("a key is nested more than " + KeyTags.DEPTH_MAX + " levels deep; make it flat");
        }
        if (value instanceof Record record) {
            serial.requireAllowed(record.getClass());
            var components = shapes.of(record.getClass()).components(record);
            return list(KeyTags.RECORD, escaped(record.getClass().getName()), items(components, depth));
        }
        if (value instanceof Optional<?> optional) {
            return list(KeyTags.OPTIONAL, "", items(optional.stream().toList(), depth));
        }
        if (KnownCollections.isList(value)) {
            return list(KeyTags.LIST, "", items(bounded((Collection<?>) value), depth));
        }
        if (KnownCollections.isSet(value)) {
            return list(KeyTags.SET, "", ordered(items(bounded((Collection<?>) value), depth)));
        }
        return KnownCollections.isMap(value) ? list(KeyTags.MAP, "", entries((Map<?, ?>) value, depth)) : null;
    }

    private List<String> entries(Map<?, ?> map, int depth) {
        bounded(map.keySet());
        return ordered(map.entrySet().stream()
                .map(entry -> item(entry.getKey(), depth) + KeyTags.NEXT + item(entry.getValue(), depth))
                .toList());
    }

    private List<String> items(Collection<? extends @Nullable Object> values, int depth) {
        var items = new ArrayList<String>();
        values.forEach(value -> items.add(item(value, depth)));
        return items;
    }

    private String item(@Nullable Object value, int depth) {
        if (value == null) {
            return "" + KeyTags.NULL + KeyTags.MARK;
        }
        var composed = composed(value, depth + 1);
        return composed == null ? escaped(simple(value)) : composed;
    }

    private String simple(Object value) {
        var atom = Atoms.of(value);
        if (atom != null) {
            return tagged(atom.tag(), atom.text(value));
        }
        if (value instanceof String text) {
            return Texts.isWellFormed(text)
                    ? tagged(KeyTags.STRING, text)
                    : tagged(KeyTags.ILL_FORMED_STRING, BASE64.encodeToString(Texts.units(text)));
        }
        if (value instanceof Enum<?> constant) {
            return tagged(KeyTags.ENUM, Enums.text(constant, serial));
        }
        if (value.getClass().isArray()) {
            throw new CacheException("a key is or holds an array, and arrays with the same elements are not equal;"
                    + " use a List, or a String");
        }
        return tagged(KeyTags.SERIALIZED, BASE64.encodeToString(serial.writeCanonical(value)));
    }

    private static List<String> ordered(List<String> items) {
        var ordered = items.stream()
                .sorted((a, b) ->
                        Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)))
                .toList();
        if (Set.copyOf(ordered).size() < ordered.size()) {
            throw new CacheException(
                    "a set or map in a key has the same element twice; it was changed after it was put there");
        }
        return ordered;
    }

    /** What has too many elements need not be written to be refused. */
    private static Collection<?> bounded(Collection<?> values) {
        if (values.size() > Limits.KEY_BYTES_MAX / 3) {
            throw new CacheException("a collection in a key has " + values.size()
                    + " elements, more than a key has room for; use a digest of them");
        }
        return values;
    }

    private static String list(char tag, String name, List<String> items) {
        return tagged(tag, name + KeyTags.OPEN + String.join("" + KeyTags.NEXT, items) + KeyTags.CLOSE);
    }

    private static String tagged(char tag, String text) {
        return "" + tag + KeyTags.MARK + text;
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (KeyTags.isStructure(text.charAt(i))) {
                escaped.append(KeyTags.ESCAPE);
            }
            escaped.append(text.charAt(i));
        }
        return escaped.toString();
    }
}
