package io.concord.cli.rules;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord rules delete}. */
@Command(
        name = "delete",
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
final class DeleteRuleCommand extends RemoteCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the rule.")
    private String name = "";

    @Option(names = "--if-revision", paramLabel = "N", description = "Only the rule of that revision.")
    private @Nullable Long revision;

    DeleteRuleCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var request = RemoteRequest.delete(Routes.RULES + "/" + RemoteRequest.segment(name));
        access().cluster().send(Conditions.with(request, revision));
        terminal().print(access().isJson() ? "{}" : "rule " + name + " is out of force");
        return ExitCodes.OK;
    }
}
