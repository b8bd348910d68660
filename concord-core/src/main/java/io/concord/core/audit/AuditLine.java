package io.concord.core.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ends of one line of an audit log. A line is a JSON object without its newline:
 *
 * <pre>
 * {"seq":7,"prev":"&lt;hash of line 6&gt;", … ,"hash":"&lt;hash of this line&gt;"}
 * </pre>
 *
 * <p>The hash of a line is the SHA-256, in 64 small hexadecimal digits, of all bytes of the line before {@code ,"hash":}. So it
 * covers the number of the line and, by {@code prev}, all lines before it. The first line of all has the number 1 and follows
 * {@link #NOTHING}.
 *
 * @param sequence its number, from 1 and without gaps
 * @param previousHash as the line states it
 * @param statedHash as the line states it
 * @param trueHash of its bytes
 */
public record AuditLine(long sequence, String previousHash, String statedHash, String trueHash) {
    /** What the first line follows. */
    public static final AuditLine NOTHING = new AuditLine(0, "0".repeat(64), "0".repeat(64), "0".repeat(64));

    private static final String HASH_BEGINS = ",\"hash\":\"";
    private static final int TAIL_CHARACTERS = HASH_BEGINS.length() + 64 + "\"}".length();
    private static final Pattern HEAD =
            Pattern.compile("\\{\"seq\":([1-9][0-9]{0,17}),\"prev\":\"([0-9a-f]{64})\",\".*", Pattern.DOTALL);
    private static final Pattern TAIL = Pattern.compile(",\"hash\":\"([0-9a-f]{64})\"}");

    /**
     * A line to be written.
     *
     * @param text with its newline
     */
    public record Next(String text, AuditLine line) {}

    /**
     * The line that follows this one.
     *
     * @param members of the JSON object, without braces: {@code "time":"…","event":"…"}; ASCII without line breaks
     */
    public Next next(String members) {
        var hashed = "{\"seq\":" + (sequence + 1) + ",\"prev\":\"" + statedHash + "\"," + members;
        var hash = sha256(hashed.getBytes(StandardCharsets.US_ASCII));
        return new Next(hashed + HASH_BEGINS + hash + "\"}\n", new AuditLine(sequence + 1, statedHash, hash, hash));
    }

    /** Reads a line without its newline; empty if that is none. */
    public static Optional<AuditLine> parse(byte[] bytes) {
        // One character a byte: what is no ASCII matches nothing that matters and goes into the hash as it is.
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.length() - TAIL_CHARACTERS;
        if (end < 0) {
            return Optional.empty();
        }
        var head = HEAD.matcher(text);
        var tail = TAIL.matcher(text.substring(end));
        if (!head.matches() || !tail.matches()) {
            return Optional.empty();
        }
        var hashed = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
        return Optional.of(new AuditLine(Long.parseLong(head.group(1)), head.group(2), tail.group(1), sha256(hashed)));
    }

    /** Whether nobody has changed it since, unless he has made its hash anew. */
    public boolean isIntact() {
        return statedHash.equals(trueHash);
    }

    /** Whether it is the next line after another one. */
    public boolean follows(AuditLine other) {
        return sequence == other.sequence + 1 && previousHash.equals(other.statedHash);
    }

    /** The hash of bytes that are no line, such as those that were cut off. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
