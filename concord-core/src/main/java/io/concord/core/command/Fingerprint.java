package io.concord.core.command;

import io.concord.core.format.ByteWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells one operation from another under the same request id: the first 16 bytes of SHA-256 over the operation as
 * {@link OperationFormat} writes it, without author, request id and times.
 *
 * <p>Replicas remember and compare it, so its input stays as it is even when the command format gets another version.
 */
public record Fingerprint(long high, long low) {

    public static Fingerprint of(Operation operation) {
        byte[] bytes = OperationFormat.write(new ByteWriter(), operation).toByteArray();
        var digest = ByteBuffer.wrap(sha256().digest(bytes));
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
