package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.AccessOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code concord members}. */
@Command(name = "members", mixinStandardHelpOptions = true, description = "Lists the members, learners included.")
public final class MembersCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AccessOptions access = new AccessOptions();

    public MembersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var status = StatusView.any(access.cluster());
        if (access.isJson()) {
            terminal.print(status.body().getJsonArray("members").toString());
        } else {
            StatusCommand.members(status).print(terminal);
        }
        return ExitCodes.OK;
    }
}
