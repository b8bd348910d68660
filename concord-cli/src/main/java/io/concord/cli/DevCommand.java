package io.concord.cli;

import io.concord.cli.cluster.ClusterDirectory;
import io.concord.cli.cluster.ClusterFailure;
import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.ClusterSettings;
import io.concord.cli.cluster.DirectoryLock;
import io.concord.cli.cluster.LaunchOptions;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.RecordedCluster;
import io.concord.cli.cluster.ServerInstallation;
import io.concord.cli.cluster.TokenMinter;
import io.concord.cli.console.DurationText;
import io.concord.cli.console.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code concord dev}: a secured cluster on this machine, in the foreground or detached. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        versionProvider = Concord.Version.class,
        description = {
            "Starts a secured Concord cluster on this machine, prints how to use it, and stops it at Ctrl-C.",
            "Started again on the same directory, it finds its data."
        },
        synopsisSubcommandLabel = "[stop | status | env | token]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; the message says why", "2:wrong usage"})
final class DevCommand implements Callable<Integer> {
    private final Project project;
    private final Terminal terminal;

    @Option(names = "--nodes", paramLabel = "N", description = "1 to 7 nodes (default: 3, or as the data was made).")
    private @Nullable Integer nodes;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Data directory (default: .concord in the project).")
    private @Nullable Path data;

    @Option(
            names = "--http-port",
            paramLabel = "BASE",
            description =
                    "HTTP port of the first node; the others follow, HTTPS is 363 above (default: 9080, or as last time).")
    private @Nullable Integer httpPort;

    @Option(
            names = "--cluster-port",
            paramLabel = "BASE",
            description = "Cluster port of the first node; the others follow (default: 7800, or as last time).")
    private @Nullable Integer clusterPort;

    @Option(names = "--detach", description = "Return when the cluster is ready and leave it running.")
    private boolean detach;

    @Option(
            names = "--start-timeout",
            paramLabel = "TIME",
            defaultValue = "180s",
            converter = DurationText.class,
            description = "How long the start may take (default: ${DEFAULT-VALUE}).")
    private Duration startTimeout = Duration.ofMinutes(3);

    DevCommand(Project project, Terminal terminal) {
        this.project = project;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        new ServerInstallation(project.libertyHome()).verify();
        ClusterDirectory directory = directory();
        directory.requireOwn();
        directory.prepare();
        DirectoryLock lock = directory.lock();
        try (lock) {
            return start(directory);
        }
    }

    /** The data directory that the user means. */
    ClusterDirectory directory() {
        return data == null ? project.defaultDirectory() : new ClusterDirectory(data);
    }

    /** The cluster that was made in that directory. */
    RecordedCluster recorded() {
        ClusterDirectory directory = directory();
        ClusterSettings settings = directory
                .settings()
                .orElseThrow(() -> new ClusterFailure("there is no cluster in " + directory.root()
                        + ". Start one with 'concord dev', or say where it is with --data DIR"));
        return new RecordedCluster(settings.layout(directory, project.libertyHome()));
    }

    private int start(ClusterDirectory directory) {
        ClusterSettings settings = settle(directory);
        ClusterLayout layout = settings.layout(directory, project.libertyHome());
        new RecordedCluster(layout).requireNotRunning();
        layout.requireFreePorts();
        directory.write(settings);
        try (var cluster = new LocalCluster(layout, launchOptions(), LocalCluster.STOP_PATIENCE, terminal::warn)) {
            return run(cluster);
        }
    }

    private int run(LocalCluster cluster) {
        terminal.print("Starting " + cluster.layout().nodes().size() + " nodes in "
                + cluster.layout().directory() + " ...");
        cluster.startAll();
        cluster.awaitReady(startTimeout, new StartDisplay(terminal)::show);
        new QuickStart(
                        cluster.layout(),
                        new TokenMinter(cluster.layout().files().signingKey()))
                .print(terminal, detach);
        if (detach) {
            cluster.release();
            return ExitCode.OK;
        }
        return new ForegroundWatch(cluster, terminal).untilAllEnd();
    }

    private ClusterSettings settle(ClusterDirectory directory) {
        ClusterSettings known = directory.settings().orElse(ClusterSettings.DEFAULT);
        var wanted = new ClusterSettings(
                nodes == null ? known.nodes() : nodes,
                httpPort == null ? known.httpPortBase() : httpPort,
                clusterPort == null ? known.clusterPortBase() : clusterPort);
        directory.settings().ifPresent(recorded -> wanted.requireSameNodes(recorded, directory));
        return wanted;
    }

    /** The quick compiler alone halves the processor time of a start, which is what a developer waits for. */
    private static LaunchOptions launchOptions() {
        return LaunchOptions.NONE.withJvmArguments("-XX:TieredStopAtLevel=1");
    }
}
