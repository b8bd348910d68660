package io.concord.server.raft.simulation;

import io.concord.server.raft.replica.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A state that depends on every command and its place, and tells the ledger of each. */
final class LedgerMachine implements StateMachine {
    /** Makes snapshots several chunks long now and then. */
    private final int ballastBytes;

    private final String member;
    private final Ledger ledger;
    private long index;
    private long state;

    LedgerMachine(String member, Ledger ledger, int ballastBytes) {
        this.member = member;
        this.ledger = ledger;
        this.ballastBytes = ballastBytes;
    }

    long index() {
        return index;
    }

    static byte[] command(long id, int bytes) {
        return ByteBuffer.allocate(Math.max(Long.BYTES, bytes)).putLong(id).array();
    }

    @Override
    public byte[] apply(long at, long timeMillis, byte[] command) {
        var id = ByteBuffer.wrap(command).getLong();
        index = at;
        state = ((state * 31 + id) * 31 + at) * 31 + timeMillis;
        ledger.applied(member, at, id);
        ledger.stamps().applied(member, at, timeMillis);
        ledger.state(member, at, state);
        return new byte[0];
    }

    @Override
    public Frozen freeze() {
        return new FrozenState(index, state, ballastBytes);
    }

    @Override
    public void restore(InputStream in) throws IOException {
        var data = new DataInputStream(in);
        index = data.readLong();
        state = data.readLong();
        data.readNBytes(data.readInt());
        if (index > 0) {
            ledger.state(member, index, state);
        }
    }

    private record FrozenState(long index, long state, int ballastBytes) implements Frozen {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            var data = new DataOutputStream(out);
            data.writeLong(index);
            data.writeLong(state);
            data.writeInt(ballastBytes);
            data.write(new byte[ballastBytes]);
            data.flush();
        }

        @Override
        public byte[] digest() {
            return ByteBuffer.allocate(Long.BYTES).putLong(state).array();
        }
    }
}
