package io.concord.core.state;

import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;

/**
 * A namespace as it is at one revision.
 *
 * @param bytes of its keys, values and content types
 */
public record NamespaceSummary(Namespace namespace, NamespaceSettings settings, long entries, long bytes) {
    static NamespaceSummary of(Namespace namespace, Space space) {
        return new NamespaceSummary(namespace, space.settings(), space.entries().size(), space.bytes());
    }
}
