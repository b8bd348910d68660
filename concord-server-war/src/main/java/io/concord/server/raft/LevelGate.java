package io.concord.server.raft;

import io.concord.core.command.Command;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.ClusterStatus;
import io.concord.server.service.RequestFailure;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Keeps out of the log what not every member is known to read. */
final class LevelGate {
    private final Formats formats;
    private final IntSupplier level;
    private final Supplier<ClusterStatus> status;

    /**
     * A gate.
     *
     * @param level of the cluster, as far as this node knows; the cluster may be further and never is less far
     * @param status to say who is in the way
     */
    LevelGate(Formats formats, IntSupplier level, Supplier<ClusterStatus> status) {
        this.formats = formats;
        this.level = level;
        this.status = status;
    }

    /** Why a command may not be in the log yet; empty when it may. */
    Optional<RequestFailure> refusal(Command command) {
        var needed = formats.levelOf(command);
        return needed <= level.getAsInt() ? Optional.empty() : Optional.of(refusal(needed));
    }

    private RequestFailure refusal(int needed) {
        var behind = status.get().members().stream()
                .filter(member -> member.formatLevel().orElse(0) < needed)
                .map(member -> "'" + member.id() + "' ("
                        + member.formatLevel()
                                .map(known -> "reads level " + known)
                                .orElse("not connected") + ")")
                .collect(Collectors.joining(", "));
        return new RequestFailure(
                ErrorCode.UPGRADE_UNFINISHED,
                "this needs formats of level " + needed + ", and those of the cluster are at level " + level.getAsInt()
                        + ". "
                        + (behind.isEmpty() ? "Every member reads them: run" : "Upgrade " + behind + ", then run")
                        + " 'concord upgrade finish'");
    }
}
