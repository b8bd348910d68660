package io.concord.cli;

import io.concord.cli.cluster.TokenMinter;
import io.concord.cli.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code concord dev env}: standard output is for {@code eval}, so nothing else is ever printed there. */
@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        versionProvider = Concord.Version.class,
        description = {
            "Prints the endpoints and a fresh admin token, valid for 24 hours, as shell variables:",
            "  eval \"$(concord dev env)\""
        })
final class EnvCommand implements Callable<Integer> {
    private final DevCommand dev;
    private final Terminal terminal;

    EnvCommand(DevCommand dev, Terminal terminal) {
        this.dev = dev;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var layout = dev.recorded().layout();
        var exports = new AccessExports(layout, new TokenMinter(layout.files().signingKey()));
        exports.refreshAuthHeader();
        terminal.print(exports.endpoints());
        terminal.print(exports.token());
        return ExitCode.OK;
    }
}
