package io.concord.core.access;

import io.concord.core.model.Namespace;
import java.util.Optional;

/**
 * Which namespaces a grant is about: all, written {@code *}, or the one of that name. A namespace that is called {@code *}
 * is among all and cannot be meant alone.
 */
public record NamespacePattern(String text) {
    private static final String EVERY = "*";

    public static final NamespacePattern ALL = new NamespacePattern(EVERY);

    public NamespacePattern {
        // Checks the name.
        new Namespace(text);
    }

    /** The one that is meant; empty for all. */
    public Optional<Namespace> only() {
        return isAll() ? Optional.empty() : Optional.of(new Namespace(text));
    }

    public boolean isAll() {
        return text.equals(EVERY);
    }

    @Override
    public String toString() {
        return new Namespace(text).toString();
    }
}
