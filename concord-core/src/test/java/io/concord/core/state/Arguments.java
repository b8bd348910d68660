package io.concord.core.state;

import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a script: a verb, plain words, and arguments such as {@code key=greeting}. In a word, {@code \\u{1f600}} is a
 * character, {@code \\s} a space, and {@code x*1024} that many of them; a range is {@code prefix=} or {@code from=} and
 * {@code to=}; an expiry is {@code ttl=}, {@code lease=} or {@code expiry=never}, and with {@code expiry=kept} one of the
 * first two is for an absent entry.
 */
record Arguments(String verb, List<String> words, Map<String, String> pairs) {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9a-f]+)}");
    private static final Pattern REPEATED = Pattern.compile("(.)\\*(\\d+)");

    static Arguments parse(String line) {
        var all = Arrays.asList(line.strip().split(" +", -1));
        var words = new ArrayList<String>();
        var pairs = new HashMap<String, String>();
        for (String word : all.subList(1, all.size())) {
            String[] pair = word.split("=", 2);
            if (pair.length == 1 || !Character.isLetter(word.charAt(0))) {
                words.add(word);
            } else {
                pairs.put(pair[0], unescape(pair[1]));
            }
        }
        return new Arguments(all.get(0), words, pairs);
    }

    /** The line without its verb, as a line. */
    Arguments shifted() {
        return new Arguments(words.get(0), words.subList(1, words.size()), pairs);
    }

    boolean says(String word) {
        return words.contains(word);
    }

    boolean has(String name) {
        return pairs.containsKey(name);
    }

    String text(String name, String otherwise) {
        return pairs.getOrDefault(name, otherwise);
    }

    long number(String name, long otherwise) {
        return has(name) ? Long.parseLong(text(name, "")) : otherwise;
    }

    Namespace namespace() {
        return new Namespace(text("in", "default"));
    }

    Key key() {
        return new Key(text("key", ""));
    }

    EntryName at() {
        return new EntryName(namespace(), key());
    }

    Value value() {
        return Value.of(text("value", "").getBytes(StandardCharsets.UTF_8), text("type", "text/plain"));
    }

    Tags tags() {
        return has("tags") ? Tags.of(text("tags", "").split(",", -1)) : Tags.NONE;
    }

    Tag tag() {
        return new Tag(text("tag", ""));
    }

    /** All namespaces where none is said. */
    Optional<Namespace> scope() {
        return has("in") ? Optional.of(namespace()) : Optional.empty();
    }

    KeyRange keys() {
        return new KeyRange(text("prefix", ""), optionalKey("from"), optionalKey("to"));
    }

    Precondition precondition() {
        String text = text("if", "none");
        return switch (text) {
            case "none" -> Precondition.none();
            case "absent" -> Precondition.absent();
            case "present" -> Precondition.present();
            default ->
                Precondition.revisionIn(Arrays.stream(text.split(",", -1))
                        .mapToLong(Long::parseLong)
                        .toArray());
        };
    }

    Expiry expiry() {
        var lifetime = newLifetime();
        return text("expiry", "").equals("kept") ? Expiry.keptOr(lifetime) : lifetime;
    }

    private Expiry newLifetime() {
        if (has("ttl")) {
            return Expiry.after(number("ttl", 0));
        }
        if (has("lease")) {
            return Expiry.withLease(number("lease", 0));
        }
        String text = text("expiry", "default");
        return switch (text) {
            case "default", "kept" -> Expiry.byDefault();
            case "never" -> Expiry.never();
            default -> throw new IllegalArgumentException("unknown expiry " + text);
        };
    }

    private @Nullable Key optionalKey(String name) {
        return Optional.ofNullable(pairs.get(name)).map(Key::new).orElse(null);
    }

    private static String unescape(String word) {
        var repeated = REPEATED.matcher(word);
        if (repeated.matches()) {
            return repeated.group(1).repeat(Integer.parseInt(repeated.group(2)));
        }
        return ESCAPE.matcher(word.replace("\\s", " "))
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
    }
}
