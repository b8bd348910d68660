package io.concord.cli;

import io.concord.cli.console.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code concord dev stop}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        versionProvider = Concord.Version.class,
        description = "Stops the cluster, wherever it was started. Its data stays.")
final class StopCommand implements Callable<Integer> {
    private final DevCommand dev;
    private final Terminal terminal;

    StopCommand(DevCommand dev, Terminal terminal) {
        this.dev = dev;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<String> stopped = dev.recorded().stop(terminal::warn);
        terminal.print(
                stopped.isEmpty()
                        ? "No node was running in " + dev.directory().root() + "."
                        : "Stopped " + String.join(", ", stopped) + "; the data stays in "
                                + dev.directory().root() + ".");
        return ExitCode.OK;
    }
}
