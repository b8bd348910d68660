package io.concord.cli.tokens;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code concord token}: by itself it only says what it can do. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Makes, lists and revokes Concord's own tokens, and rotates the keys that sign them.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.INDETERMINATE_TEXT,
            ExitCodes.NOT_FOUND_TEXT
        })
public final class TokensCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** With its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new TokensCommand())
                .addSubcommand(new CreateTokenCommand(terminal))
                .addSubcommand(new ListTokensCommand(terminal))
                .addSubcommand(new RevokeTokenCommand(terminal))
                .addSubcommand(new RotateKeysCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: create, list, revoke or rotate-keys");
    }
}
