package io.concord.it;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One running cluster of three for all tests that leave it as they found it; gives them a {@link LocalCluster}. */
public final class SharedCluster implements ParameterResolver {
    /** Watchers of what does not change are told so soon. */
    private static final String PROGRESS_MILLIS = "500";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedCluster.class);

    private record Running(LocalCluster cluster) implements AutoCloseable {
        static Running start() {
            var cluster = Clusters.of(
                    3, "shared", Clusters.OPTIONS.withEnvironment("CONCORD_WATCH_PROGRESS_MILLIS", PROGRESS_MILLIS));
            cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
            return new Running(cluster);
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("running", key -> Running.start(), Running.class)
                .cluster();
    }

    /** A client of one node with a token of one group. */
    static Client client(LocalCluster cluster, String nodeId, TokenGroup group) {
        return new Client(cluster.endpoint(nodeId), cluster.tokens().mint("alice", group, Duration.ofHours(1)));
    }
}
