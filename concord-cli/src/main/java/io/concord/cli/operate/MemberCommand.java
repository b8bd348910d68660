package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.Pause;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Routes;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    /** A command about one member. */
    private abstract static class OfMember extends RemoteCommand {
        @Parameters(paramLabel = "ID", description = "The id of the member.")
        private String id = "";

        OfMember(Terminal terminal) {
            super(terminal);
        }

        /** The member as messages name it. */
        String member() {
            return "member '" + id + "'";
        }

        /** Its figures; empty while it is not known. */
        Optional<JsonObject> find(RemoteCluster cluster) {
            return StatusView.any(cluster).members().stream()
                    .filter(member -> member.getString("id").equals(id))
                    .findFirst();
        }

        /** Asks whoever leads by then: the others say that they do not, and are passed over. */
        void promote(RemoteCluster cluster) {
            cluster.send(RemoteRequest.post(path() + "/promote"));
            terminal().print(member() + " has a vote");
        }

        String path() {
            return Routes.CLUSTER_MEMBERS + "/" + RemoteRequest.segment(id);
        }
    }

    /** Waits until a member has everything, and gives it its vote. */
    private abstract static class Joining extends OfMember {
        /** What a member may lack that gets a vote: what comes in while it is asked for. */
        private static final long LAG_ENTRIES_MAX = 1_000;

        @Option(
                names = "--wait",
                defaultValue = "10m",
                converter = io.concord.cli.console.DurationText.class,
                paramLabel = "TIME",
                description = "How long it may take until it has everything (default: ${DEFAULT-VALUE}).")
        private Duration patience = Duration.ofMinutes(10);

        Joining(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            var cluster = access().cluster();
            var end = Instant.now().plus(patience);
            String before = "";
            while (true) {
                var state = missing(cluster);
                if (state.isEmpty()) {
                    return ExitCodes.OK;
                }
                if (Instant.now().isAfter(end)) {
                    throw new RemoteFailure(
                            ExitCodes.UNAVAILABLE,
                            member() + " " + state + " after " + patience.toSeconds() + " s; nothing was changed");
                }
                if (!state.equals(before)) {
                    terminal().print(member() + " " + state);
                }
                before = state;
                Pause.beforeLooking();
            }
        }

        /** Promotes it if nothing is missing; otherwise says what is. */
        private String missing(RemoteCluster cluster) {
            var member = find(cluster);
            var state = state(member);
            if (!state.isEmpty()) {
                return state;
            }
            try {
                promote(cluster);
                return "";
            } catch (RemoteFailure e) {
                // A new leader does not know yet how far it is, and another change may be under way: both pass.
                if (e.is(ErrorCode.CONFLICT) && !member.orElseThrow().getBoolean("voter")) {
                    return "cannot have its vote yet: " + e.getMessage();
                }
                throw e;
            }
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
    }

    /** {@code concord member add}. */
    @Command(name = "add", description = "Waits until a new node has joined and has everything, and gives it its vote.")
    static final class Add extends Joining {
        Add(Terminal terminal) {
            super(terminal);
        }
    }

    /** {@code concord member replace}. */
    @Command(
            name = "replace",
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
            description =
                    "Gives a learner its vote now, however far it is; or gives it back to a member without its disk.")
    static final class Promote extends OfMember {
        Promote(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            promote(access().cluster());
            return ExitCodes.OK;
        }
    }

    /** {@code concord member remove}. */
    @Command(
            name = "remove",
            description = "Takes the vote from a member; refused where the rest could not decide anything.")
    static final class Remove extends OfMember {
        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            access().cluster().send(RemoteRequest.delete(path()));
            terminal().print(member() + " has no vote any more; stop it, or it goes on as a learner");
            return ExitCodes.OK;
        }
    }
}
