package io.concord.cli.backup;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.OutputFormat;
import io.concord.cli.console.Progress;
import io.concord.cli.console.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord backup verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Reads and checks every byte of backups; needs no cluster.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all are whole", "1:failed", "2:wrong usage", "3:one is damaged"})
final class BackupVerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The backups.")
    private List<Path> files = List.of();

    @Option(
            names = "--output",
            defaultValue = "table",
            paramLabel = "table|json",
            description = "For people, or for programs (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    BackupVerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        for (var path : files) {
            var file = new BackupFile(path);
            var progress = new Progress(terminal, "verify", path.toFile().length());
            try {
                var described =
                        BackupDescription.of(file, file.verify(progress)).build();
                BackupDescription.print(terminal, output == OutputFormat.JSON, described);
            } finally {
                progress.end();
            }
        }
        return ExitCodes.OK;
    }
}
