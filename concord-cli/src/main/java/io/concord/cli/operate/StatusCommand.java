package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.JsonLines;
import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import picocli.CommandLine.Command;

/** {@code concord status}. */
@Command(
        name = "status",
        description = "Shows the cluster as one node sees it: leader, revision, sizes, members.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is a leader and every voter can be reached",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            "3:there is none, or one cannot",
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT
        })
public final class StatusCommand extends RemoteCommand {
    public StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var status = StatusView.any(access().cluster());
        if (access().isJson()) {
            terminal().print(status.body().toString());
        } else {
            new Table("CLUSTER", "STATUS", "LEADER", "TERM", "REVISION", "ENTRIES", "BYTES", "MEMORY", "SEEN BY")
                    .row(
                            status.text("cluster"),
                            status.text("status"),
                            status.leader().orElse(""),
                            status.text("term"),
                            status.text("revision"),
                            status.text("entries"),
                            status.text("bytes"),
                            status.text("memoryBytes") + " of " + status.text("memoryBytesMax"),
                            status.node())
                    .print(terminal());
            terminal().print("");
            members(status).print(terminal());
        }
        boolean isWhole = status.members().stream()
                .noneMatch(member -> member.getBoolean("voter") && !member.getBoolean("reachable"));
        return status.isOk() && isWhole ? ExitCodes.OK : ExitCodes.NOT_AS_IT_SHOULD_BE;
    }

    static Table members(StatusView status) {
        var table = new Table("MEMBER", "ADDRESS", "ROLE", "VOTER", "REACHABLE", "LAG", "REVISION", "VERSION");
        for (var member : status.members()) {
            table.row(
                    member.getString("id"),
                    member.getString("address"),
                    JsonLines.text(member.get("role")),
                    member.getBoolean("voter") ? "yes" : "no",
                    member.getBoolean("reachable") ? "yes" : "no",
                    JsonLines.text(member.get("lagEntries")),
                    JsonLines.text(member.get("revision")),
                    JsonLines.text(member.get("version")));
        }
        return table;
    }
}
