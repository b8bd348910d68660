package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.JsonLines;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import picocli.CommandLine.Command;

/** {@code concord snapshot}. */
@Command(
        name = "snapshot",
        description = "Has every node that is named by --endpoint write a snapshot, and forget the log before it.")
public final class SnapshotCommand extends RemoteCommand {
    public SnapshotCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var cluster = access().cluster();
        for (var endpoint : cluster.access().endpoints()) {
            var answer = cluster.sendTo(endpoint, RemoteRequest.post(Routes.CLUSTER_SNAPSHOT));
            terminal()
                    .print(
                            access().isJson()
                                    ? answer.text()
                                    : endpoint + ": everything up to index "
                                            + JsonLines.text(
                                                    answer.json().asJsonObject().get("index")) + " of the log");
        }
        return ExitCodes.OK;
    }
}
