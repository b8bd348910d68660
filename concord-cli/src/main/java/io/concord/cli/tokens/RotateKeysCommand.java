package io.concord.cli.tokens;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import picocli.CommandLine.Command;

/** {@code concord token rotate-keys}. */
@Command(
        name = "rotate-keys",
        description = "Lets a new key sign tokens from now on; the old one verifies until its tokens have ended.")
final class RotateKeysCommand extends RemoteCommand {
    RotateKeysCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var answer = access().cluster().send(RemoteRequest.post(Routes.TOKEN_KEYS));
        terminal()
                .print(
                        access().isJson()
                                ? answer.text()
                                : answer.json().asJsonObject().getString("id"));
        return ExitCodes.OK;
    }
}
