package io.concord.cli;

import io.concord.cli.cluster.TokenGroup;
import io.concord.cli.cluster.TokenMinter;
import io.concord.cli.console.DurationText;
import io.concord.cli.console.Terminal;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code concord dev token}. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        versionProvider = Concord.Version.class,
        description = "Prints a token for the cluster, and nothing else.")
final class TokenCommand implements Callable<Integer> {
    private final DevCommand dev;
    private final Terminal terminal;

    @Option(
            names = "--group",
            defaultValue = "admin",
            paramLabel = "reader|writer|admin",
            description = "What its bearer may do; each includes the ones before it (default: ${DEFAULT-VALUE}).")
    private TokenGroup group = TokenGroup.ADMIN;

    @Option(
            names = "--subject",
            defaultValue = "developer",
            paramLabel = "NAME",
            description = "Who its bearer is (default: ${DEFAULT-VALUE}).")
    private String subject = "developer";

    @Option(
            names = "--valid",
            defaultValue = "1h",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long it is valid: 90s, 30m, 1h, 7d (default: ${DEFAULT-VALUE}).")
    private Duration validity = Duration.ofHours(1);

    TokenCommand(DevCommand dev, Terminal terminal) {
        this.dev = dev;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var tokens = new TokenMinter(dev.recorded().layout().files().signingKey());
        terminal.print(tokens.mint(subject, group, validity));
        return ExitCode.OK;
    }
}
