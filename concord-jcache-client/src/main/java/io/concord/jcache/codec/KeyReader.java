package io.concord.jcache.codec;

import io.concord.jcache.api.UndecodableException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one key that {@link KeyWriter} wrote. What it reads may have another form still; who calls it compares. Used once. */
final class KeyReader {
    private final String text;
    private final Serial serial;
    private final RecordShapes shapes;
    private int at;

    KeyReader(String text, Serial serial, RecordShapes shapes) {
        this.text = text;
        this.serial = serial;
        this.shapes = shapes;
    }

    Object key() {
        if (text.length() < 2 || text.charAt(1) != KeyTags.MARK) {
            throw new UndecodableException(
                    "the key does not begin with the tag of a type; it was not written by a cache");
        }
        var key = KeyTags.isComposed(text.charAt(0)) ? item(1) : simple(text.charAt(0), text.substring(2));
        if (key == null || (KeyTags.isComposed(text.charAt(0)) && at < text.length())) {
            throw malformed();
        }
        return key;
    }

    private @Nullable Object item(int depth) {
        if (depth > KeyTags.DEPTH_MAX + 1) {
            throw malformed();
        }
        var tag = next();
        require(KeyTags.MARK);
        return KeyTags.isComposed(tag) ? composed(tag, depth) : simple(tag, untilStructure());
    }

    private Object composed(char tag, int depth) {
        var name = untilStructure();
        require(KeyTags.OPEN);
        var items = items(depth);
        if (tag == KeyTags.RECORD) {
            return record(name, items);
        }
        if (!name.isEmpty()) {
            throw malformed();
        }
        return switch (tag) {
            case KeyTags.LIST -> items;
            case KeyTags.SET -> new LinkedHashSet<>(items);
            case KeyTags.MAP -> map(items);
            default -> optional(items);
        };
    }

    private List<@Nullable Object> items(int depth) {
        var items = new ArrayList<@Nullable Object>();
        if (peek() == KeyTags.CLOSE) {
            at++;
            return items;
        }
        do {
            items.add(item(depth + 1));
        } while (separator());
        return items;
    }

    /** Whether another item follows. */
    private boolean separator() {
        var mark = next();
        if (mark != KeyTags.NEXT && mark != KeyTags.CLOSE) {
            throw malformed();
        }
        return mark == KeyTags.NEXT;
    }

    private Object record(String name, List<@Nullable Object> components) {
        var type = serial.load(name);
        if (!type.isRecord()) {
            throw new UndecodableException("the class that the key names as a record is none");
        }
        return shapes.of(type).make(components);
    }

    private Object map(List<@Nullable Object> items) {
        if (items.size() % 2 != 0) {
            throw malformed();
        }
        var map = new LinkedHashMap<@Nullable Object, @Nullable Object>();
        for (int i = 0; i < items.size(); i += 2) {
            map.put(items.get(i), items.get(i + 1));
        }
        return map;
    }

    private Object optional(List<@Nullable Object> items) {
        if (items.size() > 1) {
            throw malformed();
        }
        return items.isEmpty() ? Optional.empty() : Optional.ofNullable(items.get(0));
    }

    /** Null for null alone. */
    private @Nullable Object simple(char tag, String value) {
        var atom = Atoms.tagged(tag);
        if (atom != null) {
            return atom.read(value);
        }
        return switch (tag) {
            case KeyTags.STRING -> value;
            case KeyTags.ILL_FORMED_STRING -> Texts.ofUnits(base64(value));
            case KeyTags.ENUM -> Enums.read(value, serial);
            case KeyTags.SERIALIZED -> serial.read(base64(value));
            case KeyTags.NULL -> requireEmpty(value);
            default ->
                throw new UndecodableException("the key has an unknown tag; a newer release may have written it");
        };
    }

    private @Nullable Object requireEmpty(String value) {
        if (!value.isEmpty()) {
            throw malformed();
        }
        return null;
    }

    private static byte[] base64(String value) {
        try {
            return Base64.getUrlDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new UndecodableException("the key has bytes that are not base64url", e);
        }
    }

    private String untilStructure() {
        var plain = new StringBuilder();
        while (at < text.length()) {
            var character = text.charAt(at);
            if (character == KeyTags.ESCAPE) {
                at++;
                character = peek();
            } else if (KeyTags.isStructure(character)) {
                break;
            }
            plain.append(character);
            at++;
        }
        return plain.toString();
    }

    private void require(char mark) {
        if (next() != mark) {
            throw malformed();
        }
    }

    private char next() {
        var character = peek();
        at++;
        return character;
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private static UndecodableException malformed() {
        return new UndecodableException("the key is not well-formed; docs/client-formats.md says how one is");
    }
}
