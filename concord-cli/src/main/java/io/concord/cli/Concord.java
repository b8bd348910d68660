package io.concord.cli;

import io.concord.cli.audit.AuditCommand;
import io.concord.cli.backup.BackupCommand;
import io.concord.cli.console.Terminal;
import io.concord.cli.doctor.DoctorCommand;
import io.concord.cli.operate.LeaderCommand;
import io.concord.cli.operate.MemberCommand;
import io.concord.cli.operate.MembersCommand;
import io.concord.cli.operate.SnapshotCommand;
import io.concord.cli.operate.StatusCommand;
import io.concord.cli.operate.UpgradeCommand;
import io.concord.cli.rules.RulesCommand;
import io.concord.cli.store.DeleteCommand;
import io.concord.cli.store.GetCommand;
import io.concord.cli.store.ListCommand;
import io.concord.cli.store.NamespaceCommand;
import io.concord.cli.store.PutCommand;
import io.concord.cli.store.TransactionCommand;
import io.concord.cli.store.WatchCommand;
import io.concord.cli.tokens.TokensCommand;
import java.util.Objects;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;

/** The {@code concord} command. By itself it only says what it can do. */
@Command(
        name = "concord",
        mixinStandardHelpOptions = true,
        versionProvider = Concord.Version.class,
        description = "Concord, a strongly consistent, replicated key-value store.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = CommandLine.HelpCommand.class)
public final class Concord {
    /** Runs the command and ends the JVM with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line with its subcommands and options, for whoever documents it. */
    public static CommandLine commandLine() {
        return commandLine(Project.current(), Terminal.current());
    }

    /** The same, on a terminal of one's own. */
    public static CommandLine commandLine(Terminal terminal) {
        return commandLine(Project.current(), terminal);
    }

    static CommandLine commandLine(Project project, Terminal terminal) {
        var dev = new DevCommand(project, terminal);
        var devLine = new CommandLine(dev)
                .addSubcommand(new StopCommand(dev, terminal))
                .addSubcommand(new DevStatusCommand(dev, terminal))
                .addSubcommand(new EnvCommand(dev, terminal))
                .addSubcommand(new TokenCommand(dev, terminal));
        var failures = new FailureMessages(terminal);
        return new CommandLine(new Concord())
                .addSubcommand(new GetCommand(terminal, System.out))
                .addSubcommand(new PutCommand(terminal, System.in))
                .addSubcommand(new DeleteCommand(terminal))
                .addSubcommand(new ListCommand(terminal))
                .addSubcommand(new WatchCommand(terminal))
                .addSubcommand(new TransactionCommand(terminal, System.in))
                .addSubcommand(NamespaceCommand.line(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new MembersCommand(terminal))
                .addSubcommand(new DoctorCommand(terminal))
                .addSubcommand(MemberCommand.line(terminal))
                .addSubcommand(LeaderCommand.line(terminal))
                .addSubcommand(new SnapshotCommand(terminal))
                .addSubcommand(UpgradeCommand.line(terminal))
                .addSubcommand(devLine)
                .addSubcommand(BackupCommand.line(terminal))
                .addSubcommand(new GenerateCompletion())
                .addSubcommand(RulesCommand.commandLine(terminal))
                .addSubcommand(TokensCommand.line(terminal))
                .addSubcommand(AuditCommand.line(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.isColored() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** The version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Concord.class.getPackage().getImplementationVersion();
            return new String[] {"concord " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
