package io.concord.server.service.watch;

import io.concord.core.model.Key;

/** Which keys of a namespace are watched. */
public sealed interface Selection {
    boolean contains(Key key);

    /** One key. */
    record OneKey(Key key) implements Selection {
        @Override
        public boolean contains(Key other) {
            return key.equals(other);
        }
    }

    /** All keys that begin with a prefix; the empty one is that of every key. */
    record WithPrefix(String prefix) implements Selection {
        @Override
        public boolean contains(Key key) {
            return key.text().startsWith(prefix);
        }
    }
}
