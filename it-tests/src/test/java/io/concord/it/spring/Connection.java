package io.concord.it.spring;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** How an application finds a cluster: the two arguments of a cache manager's builder. */
record Connection(URI uri, Properties properties) {

    static Connection to(LocalCluster cluster) {
        return at(cluster, cluster.endpoints().stream().map(URI::getPort).toList());
    }

    /** By these ports of this machine. */
    static Connection at(LocalCluster cluster, List<Integer> ports) {
        var properties = new Properties();
        properties.setProperty("concord.client.token", token(cluster));
        // More than the failover of a killed leader takes on a busy machine.
        properties.setProperty("concord.client.timeout-millis", "30000");
        var addresses = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        return new Connection(URI.create("concord+http://" + addresses + "/"), properties);
    }

    static String token(LocalCluster cluster) {
        return cluster.tokens().mint("spring", TokenGroup.WRITER, Duration.ofHours(1));
    }

    Connection withTimeout(Duration timeout) {
        var changed = new Properties();
        changed.putAll(properties);
        changed.setProperty("concord.client.timeout-millis", Long.toString(timeout.toMillis()));
        return new Connection(uri, changed);
    }
}
