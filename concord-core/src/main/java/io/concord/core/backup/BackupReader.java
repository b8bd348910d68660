package io.concord.core.backup;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.InvalidValueException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The reader of {@link BackupWriter}'s files. It believes nothing: a record is allocated as its bytes arrive, and order,
 * totals and both digests are checked. What has been read is only good once {@link #totals} is there.
 */
public final class BackupReader {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final MessageDigest sha256 = BackupWriter.sha256();
    private final InputStream from;
    private final DigestInputStream in;
    private final int version;
    private final BackupHeader header;
    private BackupTally tally = BackupTally.NOTHING;
    private @Nullable BackupTotals totals;

    /**
     * Reads the header; the stream stays open.
     *
     * @throws FormatException if it is not the beginning of a backup of a known version
     */
    public BackupReader(InputStream from) throws IOException {
        this.from = new BufferedInputStream(from, BUFFER_BYTES);
        this.in = new DigestInputStream(this.from, sha256);
        if (!Arrays.equals(in.readNBytes(BackupWriter.MAGIC.length), BackupWriter.MAGIC)) {
            throw new FormatException("backup does not begin with CNCDBKUP: this is something else");
        }
        this.version = readVersion();
        this.header = readHeader();
    }

    public BackupHeader header() {
        return header;
    }

    /**
     * The bytes of the next record, which is a good one in its place; null at the end, which is checked.
     *
     * @throws FormatException if the file is damaged, or ends before its end
     */
    public byte @Nullable [] next() throws IOException {
        if (totals != null) {
            return null;
        }
        byte[] bytes = readFrame();
        if (bytes.length > 0 && Byte.toUnsignedInt(bytes[0]) == RecordFormat.END) {
            totals = readEnd(bytes);
            return null;
        }
        tally = tally.with(RecordFormat.decode(bytes));
        return bytes;
    }

    /** Reads what is left and returns what there was of it. */
    public BackupTotals totals() throws IOException {
        while (next() != null) {
            // Checked as it is read.
        }
        return tally.totals();
    }

    /** How much there has been so far. */
    public BackupTotals totalsSoFar() {
        return tally.totals();
    }

    /** How many bytes the end takes in a file of this one's version. */
    public int endBytes() {
        var end = new ByteWriter().u8(RecordFormat.END);
        var record = version == BackupWriter.VERSION_WITHOUT_RULES
                ? BackupTotals.NONE.writeWithoutRules(end)
                : BackupTotals.NONE.write(end);
        return Integer.BYTES + record.size() + BackupWriter.DIGEST_BYTES;
    }

    /**
     * What the last bytes of this file claim to be in it, for whoever does not want to read all: only {@link #totals} checks.
     *
     * @throws FormatException if they are no end of such a file
     */
    public BackupTotals claimsOf(byte[] end) {
        var record = new ByteReader(RecordFormat.FORMAT, end);
        int bytes = endBytes() - Integer.BYTES - BackupWriter.DIGEST_BYTES;
        require(
                end.length == endBytes() && record.i32() == bytes && record.u8() == RecordFormat.END,
                "no end: it is cut or damaged");
        return readTotals(new ByteReader(RecordFormat.FORMAT, end, Integer.BYTES + 1, bytes - 1));
    }

    private int readVersion() throws IOException {
        int found = new ByteReader(RecordFormat.FORMAT, readBytes(1)).u8();
        if (found != BackupWriter.VERSION && found != BackupWriter.VERSION_WITHOUT_RULES) {
            throw FormatException.unknownVersion(RecordFormat.FORMAT, found, BackupWriter.VERSION);
        }
        return found;
    }

    private BackupHeader readHeader() throws IOException {
        try {
            var frame = new ByteReader(RecordFormat.FORMAT, readFrame());
            var read = BackupHeader.read(frame);
            frame.expectEnd();
            return read;
        } catch (InvalidValueException e) {
            throw new FormatException("backup has an invalid header: " + e.getMessage(), e);
        }
    }

    private BackupTotals readEnd(byte[] bytes) throws IOException {
        var frame = new ByteReader(RecordFormat.FORMAT, bytes, 1, bytes.length - 1);
        var read = readTotals(frame);
        byte[] computed = sha256.digest();
        byte[] stored = from.readNBytes(BackupWriter.DIGEST_BYTES);
        require(stored.length == BackupWriter.DIGEST_BYTES, "its end in the middle of its checksum");
        require(Arrays.equals(stored, computed), "another SHA-256 than its bytes: it is damaged");
        require(from.read() < 0, "bytes after its end");
        require(read.equals(tally.totals()), "other totals than records: it is damaged");
        return read;
    }

    private BackupTotals readTotals(ByteReader frame) {
        var read = version == BackupWriter.VERSION_WITHOUT_RULES
                ? BackupTotals.readWithoutRules(frame)
                : BackupTotals.read(frame);
        frame.expectEnd();
        return read;
    }

    private byte[] readFrame() throws IOException {
        int length = ByteBuffer.wrap(readBytes(Integer.BYTES)).getInt();
        require(
                length >= 0 && length <= RecordFormat.RECORD_BYTES_MAX,
                "a record of " + length + " bytes; the limit is " + RecordFormat.RECORD_BYTES_MAX);
        return readBytes(length);
    }

    /** Reads piece by piece, so that a false length costs no more memory than there are bytes. */
    private byte[] readBytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        require(
                bytes.length == length,
                "its end in the middle: " + bytes.length + " of " + length + " bytes are there");
        return bytes;
    }

    private static void require(boolean holds, String violation) {
        if (!holds) {
            throw new FormatException("backup has " + violation);
        }
    }
}
