package io.concord.core.access;

import io.concord.core.model.EntryName;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import java.util.Optional;

/** What a caller must be granted for something that he wants to do; its text is for messages. */
public sealed interface Need {
    Verb verb();

    static Need of(Verb verb, EntryName at) {
        return new OneKey(verb, at);
    }

    static Need of(Verb verb, Namespace namespace, KeyRange keys) {
        return new Keys(verb, Optional.of(namespace), keys);
    }

    /** All keys of a namespace. */
    static Need whole(Verb verb, Namespace namespace) {
        return of(verb, namespace, KeyRange.ALL);
    }

    /** All keys of all namespaces, also of those that are not there yet. */
    static Need everything(Verb verb) {
        return new Keys(verb, Optional.empty(), KeyRange.ALL);
    }

    /** Some key of a namespace. */
    static Need some(Verb verb, Namespace namespace) {
        return new Some(verb, Optional.of(namespace));
    }

    /** Some key of some namespace. */
    static Need anything(Verb verb) {
        return new Some(verb, Optional.empty());
    }

    /** One key. */
    record OneKey(Verb verb, EntryName at) implements Need {
        @Override
        public String toString() {
            return verb.text() + " '" + at.key() + "' in namespace '" + at.namespace() + "'";
        }
    }

    /**
     * All keys of a range, whether there are entries or not. Of a range without keys, it is some key of its namespace, so
     * that nobody learns by it whether there is one.
     *
     * @param namespace empty for all
     */
    record Keys(Verb verb, Optional<Namespace> namespace, KeyRange keys) implements Need {
        @Override
        public String toString() {
            return verb.text() + " " + (keys.isAll() ? "all keys" : "all keys of that range") + " in "
                    + namespace.map(name -> "namespace '" + name + "'").orElse("all namespaces");
        }
    }

    /** Some key. */
    record Some(Verb verb, Optional<Namespace> namespace) implements Need {
        @Override
        public String toString() {
            return verb.text() + " any key"
                    + namespace.map(name -> " in namespace '" + name + "'").orElse("");
        }
    }
}
