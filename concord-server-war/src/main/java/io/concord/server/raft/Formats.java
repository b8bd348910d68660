package io.concord.server.raft;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import io.concord.core.command.CommandLevel;
import io.concord.core.command.Operation;
import io.concord.core.format.FormatLevel;
import io.concord.server.config.NodeConfig;
import io.concord.server.raft.consensus.Consensus;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What a release reads and writes. Tests have others, which play the releases before and after this one.
 *
 * @param newest the highest {@link FormatLevel} that it reads
 * @param levels with which level each operation came
 * @param decoder of commands
 */
record Formats(int newest, ToIntFunction<Operation> levels, Function<byte[], Command> decoder) {
    /** Of this release. */
    static final Formats CURRENT = new Formats(FormatLevel.NEWEST, CommandLevel::of, CommandCodec::decode);

    int levelOf(Command command) {
        return CommandLevel.of(command, levels);
    }

    /**
     * Fails where a node's data was written in formats that it does not read.
     *
     * @throws NodeStartException saying which release does
     */
    static void requireReadable(Consensus consensus, NodeConfig config) {
        var written = consensus.membership().formatLevel();
        var read = consensus.self().formatLevel();
        if (written > read) {
            throw new NodeStartException("the cluster of node " + config.nodeId() + " is at level " + written
                    + " of its formats, and this release reads up to level " + read + ", so it cannot read what is in "
                    + config.dataDir() + ". Start the release that ran here before, or a newer one");
        }
    }
}
