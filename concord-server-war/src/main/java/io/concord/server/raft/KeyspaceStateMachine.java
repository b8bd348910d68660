package io.concord.server.raft;

import io.concord.core.command.CommandCodec;
import io.concord.core.command.ReplyCodec;
import io.concord.core.state.Keyspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jgroups.raft.StateMachine;

/**
 * The bridge from Raft to the keyspace: bytes in, bytes out. All calls come from the one RAFT thread. What it cannot
 * apply (a format from the future, a defect) stops the node: going on would make this replica differ from the others.
 */
final class KeyspaceStateMachine implements StateMachine {
    private final Keyspace keyspace;
    private final AppliedRevisions appliedRevisions;
    private final FailStop failStop;
    private final LongConsumer applyNanos;

    KeyspaceStateMachine(
            Keyspace keyspace, AppliedRevisions appliedRevisions, FailStop failStop, LongConsumer applyNanos) {
        this.keyspace = keyspace;
        this.appliedRevisions = appliedRevisions;
        this.failStop = failStop;
        this.applyNanos = applyNanos;
    }

    @Override
    public byte[] apply(byte[] data, int offset, int length, boolean serializeResponse) {
        if (failStop.reason().isPresent()) {
            throw new IllegalStateException("this node has stopped");
        }
        var start = System.nanoTime();
        try {
            var applied = keyspace.apply(CommandCodec.decode(data, offset, length));
            appliedRevisions.advance(keyspace.view().revision());
            return serializeResponse ? ReplyCodec.encode(applied.reply()) : new byte[0];
        } catch (RuntimeException | Error e) {
            failStop.fail("a committed command could not be applied", e);
            throw e;
        } finally {
            applyNanos.accept(System.nanoTime() - start);
        }
    }

    @Override
    public void writeContentTo(DataOutput out) throws IOException {
        var bytes = new ByteArrayOutputStream();
        keyspace.view().writeTo(bytes);
        out.writeInt(bytes.size());
        out.write(bytes.toByteArray());
    }

    @Override
    public void readContentFrom(DataInput in) throws IOException {
        var bytes = new byte[in.readInt()];
        in.readFully(bytes);
        try {
            keyspace.restore(new ByteArrayInputStream(bytes));
            appliedRevisions.advance(keyspace.view().revision());
        } catch (RuntimeException e) {
            failStop.fail("a snapshot could not be restored", e);
            throw e;
        }
    }
}
