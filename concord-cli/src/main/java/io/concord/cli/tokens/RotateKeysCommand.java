package io.concord.cli.tokens;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.AccessOptions;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code concord token rotate-keys}. */
@Command(
        name = "rotate-keys",
        mixinStandardHelpOptions = true,
        description = "Lets a new key sign tokens from now on; the old one verifies until its tokens have ended.")
final class RotateKeysCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AccessOptions access = new AccessOptions();

    RotateKeysCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var answer = access.cluster().send(RemoteRequest.post(Routes.TOKEN_KEYS));
        terminal.print(
                access.isJson() ? answer.text() : answer.json().asJsonObject().getString("id"));
        return ExitCodes.OK;
    }
}
