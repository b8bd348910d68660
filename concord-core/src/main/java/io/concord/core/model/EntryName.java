package io.concord.core.model;

/** Where an entry is: a key in a namespace. Ordered by namespace, then by key. */
public record EntryName(Namespace namespace, Key key) implements Comparable<EntryName> {
    @Override
    public int compareTo(EntryName other) {
        int order = namespace.compareTo(other.namespace);
        return order == 0 ? key.compareTo(other.key) : order;
    }

    /** Escaped for logs; the default namespace goes without saying. */
    @Override
    public String toString() {
        return namespace.equals(Namespace.DEFAULT) ? key.toString() : namespace + ": " + key;
    }
}
