package io.concord.core.backup;

import io.concord.core.format.ByteWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The writer of a backup file: one record in memory at a time. Numbers are big-endian; a string is a u16 length and UTF-8.
 * Version 2:
 *
 * <pre>
 * 8 bytes   magic: CNCDBKUP
 * u8        format version: 2
 * i32, ...  header: string cluster id, string cluster, string node, string product version, i64 created ms,
 *             i64 revision, i64 cluster time ms
 * i32, ...  records, see {@link RecordFormat}: leases, revocations, rules, and the namespaces with their
 *             entries; then the end
 * 32 bytes  SHA-256 of all bytes before it
 * </pre>
 *
 * <p>Version 1 has no rules, nor their number in the end; it is still read.
 */
public final class BackupWriter {
    /** Of a file. */
    public static final String MEDIA_TYPE = "application/vnd.concord.backup";

    static final byte[] MAGIC = "CNCDBKUP".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 2;
    static final int VERSION_WITHOUT_RULES = 1;
    static final int DIGEST_BYTES = 32;

    private static final int BUFFER_BYTES = 32 * 1024;

    private final MessageDigest sha256 = sha256();
    private final OutputStream to;
    private final DigestOutputStream out;
    private BackupTally tally = BackupTally.NOTHING;

    private BackupWriter(OutputStream to) {
        this.to = new BufferedOutputStream(to, BUFFER_BYTES);
        this.out = new DigestOutputStream(this.to, sha256);
    }

    /** Begins a file. The stream stays open whatever happens. */
    public static BackupWriter begin(OutputStream to, BackupHeader header) throws IOException {
        var writer = new BackupWriter(to);
        writer.out.write(MAGIC);
        writer.out.write(VERSION);
        writer.writeFrame(header.write().toByteArray());
        return writer;
    }

    public void write(BackupRecord record) throws IOException {
        tally = tally.with(record);
        writeFrame(RecordFormat.encode(record));
    }

    /** Ends the file and flushes; without this it is not one. */
    public BackupTotals finish() throws IOException {
        writeFrame(tally.totals().write(new ByteWriter().u8(RecordFormat.END)).toByteArray());
        to.write(sha256.digest());
        to.flush();
        return tally.totals();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void writeFrame(byte[] content) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
        out.write(content);
    }
}
