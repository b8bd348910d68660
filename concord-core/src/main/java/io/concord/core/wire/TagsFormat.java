package io.concord.core.wire;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import java.util.ArrayList;

/**
 * The bytes of tags where there are some: a u8 count, at least 1, and as many strings, strictly ascending. Where there are
 * none, a format says so otherwise, so that what was written before there were tags is read as it was.
 */
public final class TagsFormat {
    private TagsFormat() {}

    public static ByteWriter write(ByteWriter out, Tags tags) {
        out.u8(tags.size());
        tags.forEach(tag -> out.string(tag.text()));
        return out;
    }

    /** The list grows as its elements arrive, so that a false count costs nothing. */
    public static Tags read(ByteReader in) {
        var ascending = new ArrayList<Tag>();
        for (int left = in.u8(); left > 0; left--) {
            ascending.add(new Tag(in.string()));
        }
        if (ascending.isEmpty()) {
            throw new FormatException("tags are none; there is another form for that");
        }
        return new Tags(ascending);
    }
}
