package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import picocli.CommandLine.Command;

/** {@code concord members}. */
@Command(name = "members", description = "Lists the members, learners included.")
public final class MembersCommand extends RemoteCommand {
    public MembersCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var status = StatusView.any(access().cluster());
        if (access().isJson()) {
            terminal().print(status.body().getJsonArray("members").toString());
        } else {
            StatusCommand.members(status).print(terminal());
        }
        return ExitCodes.OK;
    }
}
