package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.JsonLines;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code concord leader}. */
@Command(
        name = "leader",
        mixinStandardHelpOptions = true,
        description = "Who leads, and that somebody else does.",
        synopsisSubcommandLabel = "COMMAND")
public final class LeaderCommand {
    private LeaderCommand() {}

    /** The command with its subcommands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new LeaderCommand()).addSubcommand(new Move(terminal));
    }

    /** {@code concord leader move}. */
    @Command(
            name = "move",
            description = "Has the leader hand over to the member that is furthest, as it does before it stops.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                ExitCodes.OK_TEXT,
                ExitCodes.FAILED_TEXT,
                ExitCodes.USAGE_TEXT,
                ExitCodes.REFUSED_TEXT,
                "5:nobody can take over, nothing has happened"
            })
    static final class Move extends RemoteCommand {
        Move(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            var cluster = access().cluster();
            var answer = cluster.sendTo(StatusView.leader(cluster), RemoteRequest.post(Routes.CLUSTER_HAND_OVER));
            var successor = JsonLines.text(answer.json().asJsonObject().get("successor"));
            if (successor.isEmpty()) {
                throw new RemoteFailure(
                        ExitCodes.UNAVAILABLE, "nobody can take over now; 'concord members' shows who is behind");
            }
            terminal().print(access().isJson() ? answer.text() : "'" + successor + "' takes over");
            return ExitCodes.OK;
        }
    }
}
