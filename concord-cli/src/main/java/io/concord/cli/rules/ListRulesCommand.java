package io.concord.cli.rules;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import jakarta.json.JsonObject;
import picocli.CommandLine.Command;

/** {@code concord rules list}. */
@Command(
        name = "list",
        description = "Lists the rules in force, a line for each grant.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT
        })
final class ListRulesCommand extends RemoteCommand {
    ListRulesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var answer = access().cluster().send(RemoteRequest.get(Routes.RULES));
        if (access().isJson()) {
            terminal().print(answer.text());
            return ExitCodes.OK;
        }
        var table = new Table("RULE", "REVISION", "FOR", "NAMESPACE", "KEY", "VERBS");
        for (var rule : answer.json().asJsonObject().getJsonArray("rules").getValuesAs(JsonObject.class)) {
            for (var grant : rule.getJsonArray("grants").getValuesAs(JsonObject.class)) {
                table.row(
                        rule.getString("name"),
                        Long.toString(rule.getJsonNumber("revision").longValue()),
                        RuleText.grantees(rule),
                        grant.getString("namespace"),
                        grant.getString("key"),
                        RuleText.verbs(grant));
            }
        }
        table.print(terminal());
        return ExitCodes.OK;
    }
}
