package io.concord.cli.rules;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.AccessOptions;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord rules delete}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = "Puts a rule out of force.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.INDETERMINATE_TEXT,
            ExitCodes.NOT_FOUND_TEXT
        })
final class DeleteRuleCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AccessOptions options = new AccessOptions();

    @Parameters(paramLabel = "NAME", description = "The name of the rule.")
    private String name = "";

    @Option(names = "--if-revision", paramLabel = "N", description = "Only the rule of that revision.")
    private @Nullable Long revision;

    DeleteRuleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var request = RemoteRequest.delete(Routes.RULES + "/" + RemoteRequest.segment(name));
        options.cluster().send(Conditions.with(request, revision));
        terminal.print(options.isJson() ? "{}" : "rule " + name + " is out of force");
        return ExitCodes.OK;
    }
}
