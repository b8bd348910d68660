package io.concord.cli.remote;

import io.concord.cli.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that asks a cluster: the options that say which, {@code --help}, and where it prints. */
@Command(mixinStandardHelpOptions = true)
public abstract class RemoteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AccessOptions access = new AccessOptions();

    protected RemoteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where results go. */
    protected Terminal terminal() {
        return terminal;
    }

    /** What was given. */
    protected AccessOptions access() {
        return access;
    }
}
