package io.concord.server.raft;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.function.Supplier;
import org.jgroups.Header;

/** Marks a JGroups message whose payload is a consensus message. It has no content of its own. */
public final class ConsensusHeader extends Header {
    static final short MAGIC_ID = 4600;
    static final ConsensusHeader INSTANCE = new ConsensusHeader();

    /** By JGroups, when it reads a message. */
    public ConsensusHeader() {}

    @Override
    public short getMagicId() {
        return MAGIC_ID;
    }

    @Override
    public Supplier<? extends Header> create() {
        return ConsensusHeader::new;
    }

    @Override
    public int serializedSize() {
        return 0;
    }

    @Override
    public void writeTo(DataOutput out) {
        // No content.
    }

    @Override
    public void readFrom(DataInput in) {
        // No content.
    }
}
