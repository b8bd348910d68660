package io.concord.cli.rules;

import io.concord.cli.console.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code concord rules}. By itself it only says what it can do. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Says and changes who may do what, by namespace, key and verb.",
        synopsisSubcommandLabel = "COMMAND")
public final class RulesCommand {
    private RulesCommand() {}

    /** The command with its subcommands. */
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new RulesCommand())
                .addSubcommand(new ListRulesCommand(terminal))
                .addSubcommand(new PutRuleCommand(terminal))
                .addSubcommand(new DeleteRuleCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal));
    }
}
