package io.concord.cli.cluster;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Words for a start that failed: who, how, and what its log says.
 *
 * @param files where the logs are
 */
record FailureReport(ClusterDirectory files) {
    ClusterFailure died(NodeLayout node, int exitCode) {
        return new ClusterFailure("node " + node.id() + " ended while it started, with exit code " + exitCode
                + (exitCode > 128 ? " (signal " + (exitCode - 128) + ")" : "") + "." + evidence(node));
    }

    ClusterFailure timedOut(List<NodeProgress> progress, Duration timeout) {
        String nodes = progress.stream()
                .map(node -> "\n" + node.node().id() + " last reported: " + node.health()
                        + (node.health().isReady() ? "" : "." + evidence(node.node())))
                .collect(Collectors.joining());
        return new ClusterFailure("the cluster was not ready within " + timeout.toSeconds()
                + " s; on a slow machine allow more with --start-timeout." + nodes);
    }

    private String evidence(NodeLayout node) {
        var log = new ConsoleLog(files.node(node.id()).consoleLog());
        String lines =
                log.meaningfulLines().stream().map(line -> "\n    " + line).collect(Collectors.joining());
        return (lines.isEmpty() ? " It printed nothing." : " The end of its log:" + lines) + "\n  log: " + log.file();
    }
}
