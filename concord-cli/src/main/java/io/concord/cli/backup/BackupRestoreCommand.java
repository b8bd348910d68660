package io.concord.cli.backup;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Progress;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.Access;
import io.concord.cli.remote.AccessOptions;
import io.concord.cli.remote.RemoteCluster;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord backup restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Puts a backup into a cluster: all of it in one step at the end, or nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:restored",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            "3:the backup is damaged; nothing was sent",
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.INDETERMINATE_TEXT,
            ExitCodes.NOT_FOUND_TEXT
        })
final class BackupRestoreCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Terminal terminal;

    @Mixin
    private AccessOptions remote = new AccessOptions();

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of(".");

    @Option(
            names = "--force",
            description = "Also into a cluster that holds something: all of that is replaced. Back it up before.")
    private boolean force;

    BackupRestoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var progress = new Progress(terminal, "restore", file.toFile().length());
        JsonObject restored;
        try {
            restored = new BackupRestore(patient(remote.access()), new BackupFile(file)).run(force, progress);
        } finally {
            progress.end();
        }
        BackupDescription.print(terminal, remote.isJson(), restored);
        if (!remote.isJson()) {
            terminal.print(aboutRules(restored));
        }
        return ExitCodes.OK;
    }

    /** Who may do what now: nobody should have to guess that at night. */
    private static String aboutRules(JsonObject restored) {
        if (restored.getInt("rulesLeftOut") > 0) {
            return "The cluster has rules, and they stay; those of the backup were left out: see 'concord rules list'.";
        }
        return restored.getInt("rules") > 0
                ? "The cluster had no rules; those of the backup are in force."
                : "The backup has no rules; those of the cluster stay. Where it has none either, roles decide:"
                        + " see 'concord rules list'.";
    }

    /** A change of leader in the middle is no reason to give up what has been sent. */
    private static RemoteCluster patient(Access access) {
        var timeout = access.timeout().compareTo(PATIENCE) < 0 ? PATIENCE : access.timeout();
        return new RemoteCluster(new Access(access.endpoints(), access.token(), access.authorities(), timeout));
    }
}
