package io.concord.core.model;

import io.concord.core.format.Utf8;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * The tags of one entry, at most {@link Limits#TAGS_MAX}: a set, of which there is one list.
 *
 * @param ascending each tag once, in its order
 */
public record Tags(List<Tag> ascending) implements Iterable<Tag> {
    public static final Tags NONE = new Tags(List.of());

    public Tags {
        ascending = List.copyOf(ascending);
        if (ascending.size() > Limits.TAGS_MAX) {
            throw new InvalidValueException("entry has " + ascending.size() + " tags; the limit is " + Limits.TAGS_MAX);
        }
        for (int i = 1; i < ascending.size(); i++) {
            if (ascending.get(i - 1).compareTo(ascending.get(i)) >= 0) {
                throw new InvalidValueException("entry has the tag '" + ascending.get(i) + "' after '"
                        + ascending.get(i - 1) + "'; they ascend strictly");
            }
        }
    }

    /** The set of these tags, whatever their order and however often each is there. */
    public static Tags of(Collection<String> texts) {
        return texts.isEmpty()
                ? NONE
                : new Tags(texts.stream().map(Tag::new).sorted().distinct().toList());
    }

    /** As {@link #of(Collection)}. */
    public static Tags of(String... texts) {
        return of(Arrays.asList(texts));
    }

    public boolean isEmpty() {
        return ascending.isEmpty();
    }

    public int size() {
        return ascending.size();
    }

    /** The UTF-8 bytes of all of them. */
    public long bytes() {
        long bytes = 0;
        for (var tag : ascending) {
            bytes += Utf8.lengthBytes(tag.text());
        }
        return bytes;
    }

    /** As plain text, ascending. */
    public List<String> texts() {
        return ascending.stream().map(Tag::text).toList();
    }

    @Override
    public Iterator<Tag> iterator() {
        return ascending.iterator();
    }
}
