package io.concord.cli.store;

import io.concord.cli.remote.RemoteRequest;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.Routes;
import picocli.CommandLine.Option;

/** Which namespace a command is about, for {@code @Mixin}. */
final class NamespaceOption {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "The namespace of the entries (default: the one that is called 'default').")
    private String namespace = Namespace.DEFAULT.name();

    /** The path of its entries. */
    String entries() {
        return below(Routes.KV, "/kv");
    }

    /** The path of its watch. */
    String watch() {
        return below(Routes.WATCH, "/watch");
    }

    private String below(String ofDefault, String suffix) {
        return namespace.equals(Namespace.DEFAULT.name())
                ? ofDefault
                : Routes.NAMESPACES + "/" + RemoteRequest.segment(namespace) + suffix;
    }
}
