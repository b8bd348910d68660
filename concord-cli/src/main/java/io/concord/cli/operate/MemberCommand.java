package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.AccessOptions;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord member}: one change of the membership at a time. */
@Command(
        name = "member",
        mixinStandardHelpOptions = true,
        description = {
            "Changes who has a vote, one member at a time. A new node is started with the cluster's settings and an empty data",
            "directory; it joins by itself as a learner, gets everything from the others, and has no vote until it is added."
        },
        synopsisSubcommandLabel = "COMMAND")
public final class MemberCommand {
    private MemberCommand() {}

    /** The command with its subcommands. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new MemberCommand())
                .addSubcommand(new Add(terminal))
                .addSubcommand(new Promote(terminal))
                .addSubcommand(new Remove(terminal))
                .addSubcommand(new Replace(terminal));
    }

    /** A member's figures; empty while it is not known. */
    private static Optional<JsonObject> find(RemoteCluster cluster, String id) {
        return StatusView.at(cluster, StatusView.leader(cluster)).members().stream()
                .filter(member -> member.getString("id").equals(id))
                .findFirst();
    }

    private static void promote(RemoteCluster cluster, String id) {
        cluster.sendTo(
                StatusView.leader(cluster),
                RemoteRequest.post(Routes.CLUSTER_MEMBERS + "/" + RemoteRequest.segment(id) + "/promote"));
    }

    /** Waits until a member has everything, and gives it its vote. */
    private abstract static class Joining implements Callable<Integer> {
        /** What a member may lack that gets a vote: what comes in while it is asked for. */
        private static final long LAG_ENTRIES_MAX = 1_000;

        private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

        private final Terminal terminal;

        @Mixin
        private AccessOptions access = new AccessOptions();

        @Parameters(paramLabel = "ID", description = "The id of the member.")
        private String id = "";

        @Option(
                names = "--wait",
                defaultValue = "10m",
                converter = io.concord.cli.console.DurationText.class,
                paramLabel = "TIME",
                description = "How long it may take until it has everything (default: ${DEFAULT-VALUE}).")
        private Duration patience = Duration.ofMinutes(10);

        Joining(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            var cluster = access.cluster();
            var end = Instant.now().plus(patience);
            String before = "";
            while (true) {
                var state = state(find(cluster, id));
                if (state.isEmpty()) {
                    break;
                }
                if (Instant.now().isAfter(end)) {
                    throw new RemoteFailure(
                            ExitCodes.UNAVAILABLE,
                            "member '" + id + "' " + state + " after " + patience.toSeconds()
                                    + " s; nothing was changed");
                }
                if (!state.equals(before)) {
                    terminal.print("member '" + id + "' " + state);
                }
                before = state;
                pause();
            }
            promote(cluster, id);
            terminal.print("member '" + id + "' has a vote");
            return ExitCodes.OK;
        }

        /** What is still missing; empty if nothing is. */
        private static String state(Optional<JsonObject> member) {
            if (member.isEmpty() || !member.get().getBoolean("reachable")) {
                return "has not joined: start it with the cluster's members, certificates and an empty data directory";
            }
            if (!(member.get().get("lagEntries") instanceof JsonNumber lag)) {
                return "has not reported yet";
            }
            return lag.longValue() > LAG_ENTRIES_MAX ? "is " + lag + " entries behind" : "";
        }

        private static void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RemoteFailure(ExitCodes.UNAVAILABLE, "interrupted; nothing was changed");
            }
        }
    }

    /** {@code concord member add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Waits until a new node has joined and has everything, and gives it its vote.")
    static final class Add extends Joining {
        Add(Terminal terminal) {
            super(terminal);
        }
    }

    /** {@code concord member replace}. */
    @Command(
            name = "replace",
            mixinStandardHelpOptions = true,
            description = {
                "The same for a member that has lost its disk: it was started again under its id with an empty data directory,",
                "and has had no vote since. It never has two."
            })
    static final class Replace extends Joining {
        Replace(Terminal terminal) {
            super(terminal);
        }
    }

    /** {@code concord member promote}. */
    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description =
                    "Gives a learner its vote now, however far it is; or gives it back to a member without its disk.")
    static final class Promote implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccessOptions access = new AccessOptions();

        @Parameters(paramLabel = "ID", description = "The id of the member.")
        private String id = "";

        Promote(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            promote(access.cluster(), id);
            terminal.print("member '" + id + "' has a vote");
            return ExitCodes.OK;
        }
    }

    /** {@code concord member remove}. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes the vote from a member; refused where the rest could not decide anything.")
    static final class Remove implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccessOptions access = new AccessOptions();

        @Parameters(paramLabel = "ID", description = "The id of the member.")
        private String id = "";

        Remove(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            var cluster = access.cluster();
            cluster.sendTo(
                    StatusView.leader(cluster),
                    RemoteRequest.delete(Routes.CLUSTER_MEMBERS + "/" + RemoteRequest.segment(id)));
            terminal.print("member '" + id + "' has no vote any more; stop it, or it goes on as a learner");
            return ExitCodes.OK;
        }
    }
}
