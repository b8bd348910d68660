package io.concord.cli.audit;

import io.concord.cli.console.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code concord audit}. By itself it only says what it can do. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Works on the audit logs of servers.",
        synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand {
    private AuditCommand() {}

    /** With its commands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new AuditCommand()).addSubcommand(new AuditVerifyCommand(terminal));
    }
}
