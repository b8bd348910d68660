package io.concord.cli;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.NodeLayout;
import io.concord.cli.cluster.TokenMinter;
import io.concord.cli.console.Terminal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.ExitCode;

/**
 * Looks after a cluster in the foreground: says when a node ends, and keeps the token of the printed curl lines valid.
 *
 * @param cluster the running cluster
 * @param terminal where to say it
 */
record ForegroundWatch(LocalCluster cluster, Terminal terminal) {
    private static final Duration TOKEN_REFRESH = AccessExports.TOKEN_VALIDITY.dividedBy(2);

    /** Returns only when no node is left, which nobody wanted: Ctrl-C ends the JVM instead, and that stops the nodes. */
    int untilAllEnd() {
        announceStop();
        var exits = cluster.layout().nodes().stream().map(this::announceEnd).toArray(CompletableFuture<?>[]::new);
        var allEnded = CompletableFuture.allOf(exits);
        while (!isDone(allEnded)) {
            var tokens = new TokenMinter(cluster.layout().files().signingKey());
            new AccessExports(cluster.layout(), tokens).refreshAuthHeader();
        }
        if (!cluster.isClosing()) {
            terminal.warn("all nodes have ended; the data is in "
                    + cluster.layout().directory() + ". Start them again with 'concord dev'");
        }
        return ExitCode.SOFTWARE;
    }

    private static boolean isDone(CompletableFuture<Void> allEnded) {
        try {
            allEnded.get(TOKEN_REFRESH.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("watching the nodes failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private CompletableFuture<Void> announceEnd(NodeLayout node) {
        return cluster.exit(node.id()).thenAccept(exitCode -> {
            if (!cluster.isClosing()) {
                terminal.warn("node " + node.id() + " ended with exit code " + exitCode + "; its log: "
                        + cluster.files(node.id()).consoleLog());
            }
        });
    }

    private void announceStop() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (cluster.layout().nodes().stream().anyMatch(node -> cluster.isRunning(node.id()))) {
                                terminal.print("Stopping the nodes ...");
                            }
                        },
                        "announce-stop"));
    }
}
