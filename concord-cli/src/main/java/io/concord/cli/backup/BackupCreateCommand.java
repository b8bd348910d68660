package io.concord.cli.backup;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Progress;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.AccessOptions;
import jakarta.json.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code concord backup create}. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes a backup of the whole cluster while it works, and checks what has been written.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the backup is there and whole",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            "3:what came was damaged",
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT
        })
final class BackupCreateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AccessOptions remote = new AccessOptions();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description = "With --dir: then removes backups of this cluster that are older than so many days.")
    private @Nullable Integer keepDays;

    @Option(
            names = "--keep-count",
            paramLabel = "N",
            description = "With --dir: then removes all but the newest so many. What either rule keeps is kept.")
    private @Nullable Integer keepCount;

    /** Where to. */
    static final class Target {
        @Option(names = "--dir", paramLabel = "DIR", description = "The directory; the name tells time and revision.")
        private @Nullable Path directory;

        @Option(names = "--file", paramLabel = "FILE", description = "The file itself.")
        private @Nullable Path file;
    }

    BackupCreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireSense();
        var creation = new BackupCreation(remote.cluster(), target.directory, target.file);
        var progress = new Progress(terminal, "backup", 0);
        BackupCreation.Made made;
        try {
            made = creation.run(keepDays, keepCount, progress);
        } finally {
            progress.end();
        }
        var removed = Json.createArrayBuilder();
        made.removed().forEach(path -> removed.add(path.toString()));
        var described = BackupDescription.of(new BackupFile(made.file()), made.verified());
        BackupDescription.print(
                terminal, remote.isJson(), described.add("removed", removed).build());
        return ExitCodes.OK;
    }

    private void requireSense() {
        if (target.directory == null && (keepDays != null || keepCount != null)) {
            throw new ParameterException(spec.commandLine(), "--keep-days and --keep-count go with --dir");
        }
        if ((keepDays != null && keepDays < 1) || (keepCount != null && keepCount < 1)) {
            throw new ParameterException(spec.commandLine(), "--keep-days and --keep-count are at least 1");
        }
    }
}
