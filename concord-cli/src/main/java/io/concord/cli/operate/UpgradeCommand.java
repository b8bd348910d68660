package io.concord.cli.operate;

import io.concord.cli.console.DurationText;
import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.Pause;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code concord upgrade}: from one release to the next, one member after the other. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = {
            "From one release to the next while clients go on: one member after the other is stopped, changed and started,",
            "each time when 'check' says so. What only the new release reads is used after 'finish'."
        },
        synopsisSubcommandLabel = "COMMAND")
public final class UpgradeCommand {
    private UpgradeCommand() {}

    /** The command with its subcommands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new UpgradeCommand())
                .addSubcommand(new Check(terminal))
                .addSubcommand(new Finish(terminal));
    }

    /** {@code concord upgrade check}. */
    @Command(
            name = "check",
            description = {
                "Asks every node of --endpoint whether a member may be stopped now, and shows of which release each member is.",
                "It may, if all nodes answer, every voter can be reached and has the log, and the rest can decide without one."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:a member may be stopped",
                ExitCodes.FAILED_TEXT,
                ExitCodes.USAGE_TEXT,
                "3:none may",
                ExitCodes.REFUSED_TEXT,
                ExitCodes.UNAVAILABLE_TEXT
            })
    static final class Check extends RemoteCommand {
        @Option(
                names = "--wait",
                converter = DurationText.class,
                paramLabel = "TIME",
                description = "How long to look again until a member may be stopped (default: look once).")
        private @Nullable Duration patience;

        Check(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            var end = Instant.now().plus(patience == null ? Duration.ZERO : patience);
            var report = look(access().cluster(), end);
            while (!report.mayBegin() && Instant.now().isBefore(end)) {
                Pause.beforeLooking();
                report = look(access().cluster(), end);
            }
            show(report);
            return report.mayBegin() ? ExitCodes.OK : ExitCodes.NOT_AS_IT_SHOULD_BE;
        }

        /** Asks until a node answers, or the time is over; the others have one chance each. */
        private static UpgradeReport look(RemoteCluster cluster, Instant end) {
            while (true) {
                try {
                    return once(cluster);
                } catch (RemoteFailure e) {
                    if (e.exitCode() != ExitCodes.UNAVAILABLE || !Instant.now().isBefore(end)) {
                        throw e;
                    }
                }
                Pause.beforeLooking();
            }
        }

        private static UpgradeReport once(RemoteCluster cluster) {
            var views = new ArrayList<StatusView>();
            var silent = new ArrayList<String>();
            RemoteFailure last = null;
            for (var endpoint : cluster.access().endpoints()) {
                try {
                    views.add(StatusView.at(cluster, endpoint));
                } catch (RemoteFailure e) {
                    last = e;
                    silent.add(endpoint + silence(e));
                }
            }
            if (last != null && views.isEmpty()) {
                throw last;
            }
            return UpgradeReport.of(views, silent);
        }

        /** A server whose application has not started yet answers, and not as Concord does. */
        private static String silence(RemoteFailure failure) {
            return failure.exitCode() == ExitCodes.UNAVAILABLE
                    ? " does not answer"
                    : " does not answer as it should: " + failure.getMessage();
        }

        private void show(UpgradeReport report) {
            if (access().isJson()) {
                terminal().print(report.json().toString());
                return;
            }
            var table = new Table("MEMBER", "ROLE", "VOTER", "REACHABLE", "LAG", "VERSION", "READS LEVEL", "BEHIND");
            for (var member : report.members()) {
                table.row(
                        member.id(),
                        member.role(),
                        member.voter() ? "yes" : "no",
                        member.reachable() ? "yes" : "no",
                        member.lagEntries().isPresent()
                                ? Long.toString(member.lagEntries().getAsLong())
                                : "",
                        member.version().orElse(""),
                        member.formatLevel()
                                .map(level -> Integer.toString(level))
                                .orElse(""),
                        report.isBehind(member) ? "yes" : "no");
            }
            table.print(terminal());
            terminal().print("");
            terminal().print("formats of the cluster: level " + report.formatLevel());
            report.problems().forEach(problem -> terminal().print("problem: " + problem));
            terminal().print(report.advice());
        }
    }

    /** {@code concord upgrade finish}. */
    @Command(
            name = "finish",
            description = {
                "Lets the cluster use what only the new release reads, once every member is of it: commands and formats of the",
                "newest level. From then on no older release can join, and there is no way back but a backup."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                ExitCodes.OK_TEXT,
                ExitCodes.FAILED_TEXT,
                ExitCodes.USAGE_TEXT,
                "4:a member is of an older release, or is not there",
                ExitCodes.UNAVAILABLE_TEXT
            })
    static final class Finish extends RemoteCommand {
        Finish(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            var cluster = access().cluster();
            var leader = StatusView.leader(cluster);
            cluster.sendTo(leader, RemoteRequest.post(Routes.CLUSTER_FINISH_UPGRADE));
            var status = StatusView.at(cluster, leader);
            terminal()
                    .print(
                            access().isJson()
                                    ? "{\"formatLevel\":" + status.text("formatLevel") + "}"
                                    : "the cluster uses formats up to level " + status.text("formatLevel"));
            return ExitCodes.OK;
        }
    }
}
