package io.concord.cli.tokens;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code concord token revoke}. */
@Command(
        name = "revoke",
        description = "Revokes tokens by their ids: no node accepts them any more, and their watches end.")
final class RevokeTokenCommand extends RemoteCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "As 'concord token list' has them.")
    private List<String> ids = List.of();

    RevokeTokenCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var cluster = access().cluster();
        for (var id : ids) {
            cluster.send(RemoteRequest.delete(Routes.TOKENS + "/" + RemoteRequest.segment(id)));
            terminal().err().println("token " + id + " is revoked");
        }
        return ExitCodes.OK;
    }
}
