package io.concord.core.state;

import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import org.jspecify.annotations.Nullable;

/**
 * All namespaces, immutable, with the count and size of what is in them. The default one is always there.
 *
 * @param tagCount of the tags of all entries, each as often as it is there
 */
record Contents(PersistentMap<Namespace, Space> spaces, long entryCount, long tagCount, long bytes) {
    static final Contents EMPTY = new Contents(
            PersistentMap.<Namespace, Space>empty().put(Namespace.DEFAULT, Space.empty(NamespaceSettings.NONE)),
            0,
            0,
            0);

    @Nullable Space space(Namespace namespace) {
        return spaces.get(namespace);
    }

    @Nullable Entry get(EntryName at) {
        var space = spaces.get(at.namespace());
        return space == null ? null : space.entries().get(at.key());
    }

    /** With a namespace as it is now, which may be new. */
    Contents with(Namespace namespace, Space space) {
        var before = spaces.get(namespace);
        return counted(spaces.put(namespace, space), before, space);
    }

    Contents without(Namespace namespace) {
        return counted(spaces.remove(namespace), spaces.get(namespace), null);
    }

    private Contents counted(PersistentMap<Namespace, Space> changed, @Nullable Space before, @Nullable Space after) {
        return new Contents(
                changed,
                entryCount + sizeOf(after) - sizeOf(before),
                tagCount + tagsOf(after) - tagsOf(before),
                bytes + bytesOf(after) - bytesOf(before));
    }

    private static long sizeOf(@Nullable Space space) {
        return space == null ? 0 : space.entries().size();
    }

    private static long tagsOf(@Nullable Space space) {
        return space == null ? 0 : space.tagCount();
    }

    private static long bytesOf(@Nullable Space space) {
        return space == null ? 0 : space.bytes();
    }
}
