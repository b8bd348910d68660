package io.concord.server.raft.simulation;

import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.RequestId;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import io.concord.server.raft.replica.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A state that depends on every command and its place, and tells the ledger of each. Whether a command has an effect is for
 * the product's own keyspace to say, which remembers requests: each command is a write under the request id of its client.
 */
final class LedgerMachine implements StateMachine {
    private static final Author AUTHOR = new Author("", "alice");
    private static final Operation INCREMENT =
            new Step.Increment(new EntryName(Namespace.DEFAULT, new Key("counter")), 1, 0, Expiry.never());

    /** Makes snapshots several chunks long now and then. */
    private final int ballastBytes;

    private final String member;
    private final Ledger ledger;
    private final boolean remembering;
    private final Keyspace keyspace = new Keyspace();
    private long index;
    private long state;

    /** @param remembering false plants a bug: whatever is repeated is taken for a new request */
    LedgerMachine(String member, Ledger ledger, int ballastBytes, boolean remembering) {
        this.member = member;
        this.ledger = ledger;
        this.ballastBytes = ballastBytes;
        this.remembering = remembering;
    }

    long index() {
        return index;
    }

    /** Every byte of it belongs to this command. */
    static byte[] command(long id, int bytes) {
        var command = new byte[Math.max(Long.BYTES, bytes)];
        Arrays.fill(command, (byte) id);
        ByteBuffer.wrap(command).putLong(id);
        return command;
    }

    @Override
    public byte[] apply(long at, long timeMillis, byte[] command) {
        var id = ByteBuffer.wrap(command).getLong();
        index = at;
        ledger.applied(member, at, id);
        ledger.stamps().applied(member, at, timeMillis);
        if (!keyspace.apply(timeMillis, write(id, at)).reply().replayed()) {
            ledger.tookEffect(member, at, id);
        }
        state = ((state * 31 + Arrays.hashCode(command)) * 31 + at) * 31 + timeMillis;
        state = state * 31 + keyspace.view().revision();
        ledger.state(member, at, state);
        return new byte[0];
    }

    private Command write(long id, long at) {
        var request = remembering ? "r" + id : "r" + id + "-at-" + at;
        return new Command.Write(
                new Origin(AUTHOR, new RequestId(request), 1, 1), Command.Write.NO_DEADLINE, INCREMENT);
    }

    @Override
    public Frozen freeze() {
        return new FrozenState(index, state, keyspace.view(), ballastBytes);
    }

    @Override
    public void restore(InputStream in) throws IOException {
        var data = new DataInputStream(in);
        index = data.readLong();
        state = data.readLong();
        data.readNBytes(data.readInt());
        keyspace.restore(data);
        if (index > 0) {
            ledger.state(member, index, state);
        }
    }

    private record FrozenState(long index, long state, KeyspaceView view, int ballastBytes) implements Frozen {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            var data = new DataOutputStream(out);
            data.writeLong(index);
            data.writeLong(state);
            data.writeInt(ballastBytes);
            data.write(new byte[ballastBytes]);
            view.writeTo(data);
            data.flush();
        }

        @Override
        public byte[] digest() {
            return ByteBuffer.allocate(Long.BYTES).putLong(state).array();
        }
    }
}
