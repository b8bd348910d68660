package io.concord.cli;

import io.concord.cli.cluster.NodeHealth;
import io.concord.cli.cluster.NodeStatus;
import io.concord.cli.console.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code concord dev status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = Concord.Version.class,
        description = "Shows each node with its endpoint, process and state.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all nodes are ready", "1:failed", "2:wrong usage", "3:some node is not ready"})
final class DevStatusCommand implements Callable<Integer> {
    private static final int NOT_ALL_READY = 3;
    private static final String ROW = "%-5s %-24s %-8s %s";

    private final DevCommand dev;
    private final Terminal terminal;

    DevStatusCommand(DevCommand dev, Terminal terminal) {
        this.dev = dev;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (dev.directory().settings().isEmpty()) {
            terminal.print("No cluster was made in " + dev.directory().root() + "; 'concord dev' makes one.");
            return NOT_ALL_READY;
        }
        List<NodeStatus> nodes = dev.recorded().status();
        terminal.print(String.format(ROW, "NODE", "ENDPOINT", "PID", "STATE"));
        nodes.forEach(node -> terminal.print(row(node)));
        return nodes.stream().allMatch(node -> node.health().isReady()) ? ExitCode.OK : NOT_ALL_READY;
    }

    private static String row(NodeStatus status) {
        String pid = status.pid().isPresent() ? Long.toString(status.pid().getAsLong()) : "-";
        return String.format(ROW, status.node().id(), status.node().endpoint(), pid, state(status.health()));
    }

    private static String state(NodeHealth health) {
        return switch (health.phase()) {
            case READY -> "ready";
            case STARTING, WAITING -> "running, not ready: " + health.reason();
            case DEAD -> "dead: " + health.reason();
        };
    }
}
