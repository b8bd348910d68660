package io.concord.cli;

import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.NodeLayout;
import io.concord.cli.cluster.TokenMinter;
import io.concord.cli.console.Terminal;
import java.util.List;

/**
 * The first minutes with a running cluster: where it is, a token, and three requests to paste.
 *
 * @param layout the cluster
 * @param tokens makes the tokens that it trusts
 */
record QuickStart(ClusterLayout layout, TokenMinter tokens) {
    void print(Terminal terminal, boolean detached) {
        var exports = new AccessExports(layout, tokens);
        exports.refreshAuthHeader();
        terminal.print("");
        terminal.print("The cluster is ready:");
        layout.nodes().forEach(node -> terminal.print("  " + describe(node)));
        terminal.print("");
        terminal.print("An admin token, valid for " + AccessExports.TOKEN_VALIDITY.toHours() + " hours:");
        terminal.print(exports.token());
        terminal.print("");
        terminal.print("Try it, in any shell:");
        requests().forEach(terminal::print);
        terminal.print("");
        terminal.print(
                detached
                        ? "It keeps running. See 'concord dev status'; end it with 'concord dev stop'."
                        : "Ctrl-C stops it; the data stays in " + layout.directory() + ".");
    }

    List<String> requests() {
        String header = "curl -i -H " + ShellText.quote("@" + layout.files().authHeader());
        String url = layout.endpoints().get(0) + "/v1/kv/greeting";
        return List.of(
                header + " -H 'Content-Type: text/plain' -X PUT --data-binary 'hello, world' " + url,
                header + " " + url,
                header + " -X DELETE " + url);
    }

    private String describe(NodeLayout node) {
        return node.id() + "  " + node.endpoint() + "  log: "
                + layout.files().node(node.id()).consoleLog();
    }
}
