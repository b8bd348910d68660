package io.concord.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.util.Map;

/**
 * Turns the layout of a node into a running server.
 *
 * @param layout the cluster
 * @param options what its user adds
 */
record NodeLauncher(ClusterLayout layout, LaunchOptions options) {
    /**
     * The server ignores the terminal: Ctrl-C and hanging up reach it as SIGTERM from us, once, or not at all when it was
     * detached. Ignored signals stay ignored across exec, and the JVM respects that. So this is nohup, for SIGINT too.
     */
    private static final String DEAF_TO_TERMINAL = "trap '' INT HUP; exec \"$0\" \"$@\"";

    /** Starts the node and records its process; when it cannot be recorded, it does not run either. */
    Process launch(NodeLayout node, NodeStart start) {
        NodeFiles files = layout.files().node(node.id());
        files.prepare();
        Process process = start(node, start, files);
        try {
            ProcessRecord.of(process.toHandle()).write(files.process());
            return process;
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private Process start(NodeLayout node, NodeStart start, NodeFiles files) {
        var installation = new ServerInstallation(layout.libertyHome());
        String script = installation.script().toString();
        var builder = new ProcessBuilder(
                        "/bin/sh", "-c", DEAF_TO_TERMINAL, script, "run", ServerInstallation.SERVER_NAME)
                .directory(files.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(files.consoleLog().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = builder.environment();
        Map<String, String> wanted = new NodeEnvironment(layout, options).of(node, start, environment);
        environment.keySet().retainAll(wanted.keySet());
        environment.putAll(wanted);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ClusterFailure("node " + node.id() + " could not be started: " + e.getMessage(), e);
        }
    }
}
