package io.concord.server.raft;

import io.concord.core.command.Command;
import io.concord.core.command.ReplyCodec;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import io.concord.server.raft.replica.StateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * The bridge from the log to the keyspace: bytes in, bytes out. What it cannot apply (a format from the future, a defect)
 * is an exception, which stops the node: going on would make this replica differ from the others.
 */
final class KeyspaceStateMachine implements StateMachine {
    private final Keyspace keyspace;
    private final Function<byte[], Command> decoder;
    private final AppliedTime time;
    private final LongConsumer applyNanos;

    KeyspaceStateMachine(
            Keyspace keyspace, Function<byte[], Command> decoder, AppliedTime time, LongConsumer applyNanos) {
        this.keyspace = keyspace;
        this.decoder = decoder;
        this.time = time;
        this.applyNanos = applyNanos;
    }

    @Override
    public byte[] apply(long index, long timeMillis, byte[] command) {
        var start = System.nanoTime();
        var applied = keyspace.apply(timeMillis, decoder.apply(command));
        var reply = ReplyCodec.encode(applied.reply());
        time.applied(timeMillis);
        applyNanos.accept(System.nanoTime() - start);
        return reply;
    }

    @Override
    public Frozen freeze() {
        return new FrozenView(keyspace.view());
    }

    @Override
    public void restore(InputStream in) throws IOException {
        keyspace.restore(in);
        time.applied(keyspace.view().timeMillis());
    }

    private record FrozenView(KeyspaceView view) implements Frozen {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            view.writeTo(out);
        }

        @Override
        public byte[] digest() {
            return view.digest();
        }
    }
}
