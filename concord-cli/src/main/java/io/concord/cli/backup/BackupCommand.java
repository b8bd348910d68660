package io.concord.cli.backup;

import io.concord.cli.console.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code concord backup}. By itself it only says what it can do. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Makes, checks, lists and restores backups of a cluster.",
        synopsisSubcommandLabel = "COMMAND")
public final class BackupCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with its subcommands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new BackupCommand())
                .addSubcommand(new BackupCreateCommand(terminal))
                .addSubcommand(new BackupVerifyCommand(terminal))
                .addSubcommand(new BackupListCommand(terminal))
                .addSubcommand(new BackupRestoreCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which of create, verify, list and restore?");
    }
}
