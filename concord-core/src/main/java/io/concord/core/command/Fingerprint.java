package io.concord.core.command;

import io.concord.core.format.ByteWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells one operation from another under the same request id: the first 16 bytes of SHA-256 over the tag and the
 * operation as version 1 of {@link CommandCodec} writes them, without author, request id and time.
 *
 * <p>Replicas remember and compare it, so its input stays as it is even when the command format gets a second version.
 */
public record Fingerprint(long high, long low) {

    public static Fingerprint of(Command.Write write) {
        byte[] operation = write.accept(new Operation()).toByteArray();
        var digest = ByteBuffer.wrap(sha256().digest(operation));
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static final class Operation implements Command.Handler<ByteWriter> {
        @Override
        public ByteWriter put(Command.Put put) {
            var out = CommandCodec.writeOperation(new ByteWriter().u8(CommandCodec.PUT), put);
            return CommandCodec.writeValue(out, put.value());
        }

        @Override
        public ByteWriter delete(Command.Delete delete) {
            return CommandCodec.writeOperation(new ByteWriter().u8(CommandCodec.DELETE), delete);
        }

        @Override
        public ByteWriter noop(Command.Noop noop) {
            return new ByteWriter();
        }
    }
}
