package io.concord.cli;

import io.concord.cli.cluster.NodeHealth.Phase;
import io.concord.cli.cluster.NodeProgress;
import io.concord.cli.console.Terminal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows how far each node is: on a terminal one line per node, redrawn; elsewhere one line per change of phase. For one
 * start; not thread-safe.
 */
final class StartDisplay {
    private static final String ERASE_LINE = "\u001b[2K";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";
    private static final int COLUMNS = 79;

    private final Terminal terminal;
    private final Map<String, Phase> shown = new HashMap<>();

    StartDisplay(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(List<NodeProgress> nodes) {
        if (terminal.isInteractive()) {
            redraw(nodes);
        } else {
            nodes.stream().filter(this::isNews).map(StartDisplay::line).forEach(terminal::print);
        }
        nodes.forEach(node -> shown.put(node.node().id(), node.health().phase()));
    }

    private void redraw(List<NodeProgress> nodes) {
        if (!shown.isEmpty()) {
            terminal.out().print("\u001b[" + nodes.size() + "A");
        }
        nodes.forEach(node -> terminal.print(ERASE_LINE + colored(node)));
    }

    private String colored(NodeProgress node) {
        // A line that wraps would spoil the redrawing.
        String line = line(node);
        String fitting = line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 3) + "...";
        return terminal.isColored() && node.health().isReady() ? GREEN + fitting + PLAIN : fitting;
    }

    private boolean isNews(NodeProgress node) {
        return node.health().phase() != shown.get(node.node().id());
    }

    private static String line(NodeProgress node) {
        var health = node.health();
        String what = health.phase() == Phase.WAITING
                ? health.toString()
                : health.phase().toString();
        return String.format(
                "  %-3s %4d s  %s", node.node().id(), node.elapsed().toSeconds(), what);
    }
}
