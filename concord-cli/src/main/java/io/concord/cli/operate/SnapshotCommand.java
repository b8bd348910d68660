package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.JsonLines;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.AccessOptions;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code concord snapshot}. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = "Has every node that is named by --endpoint write a snapshot, and forget the log before it.")
public final class SnapshotCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AccessOptions access = new AccessOptions();

    public SnapshotCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var cluster = access.cluster();
        for (var endpoint : cluster.access().endpoints()) {
            var answer = cluster.sendTo(endpoint, RemoteRequest.post(Routes.CLUSTER_SNAPSHOT));
            terminal.print(
                    access.isJson()
                            ? answer.text()
                            : endpoint + ": everything up to index "
                                    + JsonLines.text(
                                            answer.json().asJsonObject().get("index")) + " of the log");
        }
        return ExitCodes.OK;
    }
}
