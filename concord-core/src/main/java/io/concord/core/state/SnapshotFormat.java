package io.concord.core.state;

import io.concord.core.command.Fingerprint;
import io.concord.core.command.OutcomeFormat;
import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Limits;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import java.nio.charset.StandardCharsets;

/**
 * The layout of a snapshot, and the bytes of its frames. Numbers are big-endian; a string is a u16 length and UTF-8,
 * bytes are an i32 length and the bytes; a frame is an i32 length and its content. Version 1:
 *
 * <pre>
 * 8 bytes  magic: CNCDSNAP
 * u8       format version: 1
 * frame    header: i64 revision, i64 clock ms, i64 forgotten up to ms (-1 none), i32 requests, i32 namespaces
 * frame    one a request, the one decided longest ago first:
 *            string issuer, string subject, string request id, i64 origin time ms,
 *            i64 i64 fingerprint, outcome (see {@link OutcomeFormat})
 * frame    one a namespace, by ascending name: string name, i32 entries; followed by
 *   frame    one an entry, by ascending key:
 *              string key, i64 create revision, i64 revision, i64 version,
 *              string issuer, string subject, i64 written ms, string content type, bytes value
 * i32      CRC32C (RFC 3720) of all bytes before it
 * </pre>
 *
 * <p>A state has exactly one snapshot: that makes its SHA-256 the digest of the state.
 */
final class SnapshotFormat {
    static final byte[] MAGIC = "CNCDSNAP".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    static final String NAME = "snapshot";

    private static final int HEAD_BYTES_MAX = 8 * 1024;
    static final int FRAME_BYTES_MAX = Limits.VALUE_BYTES_CEILING + HEAD_BYTES_MAX;

    private SnapshotFormat() {}

    /** The numbers before the content. */
    record Header(long revision, long clockMillis, long forgottenUpToMillis, int requests, int namespaces) {
        static Header of(KeyspaceView view) {
            return new Header(
                    view.revision(),
                    view.clockMillis(),
                    view.requestHorizonMillis(),
                    view.requests().size(),
                    view.contents().namespaces().size());
        }

        static Header read(ByteReader in) {
            return new Header(in.i64(), in.i64(), in.i64(), in.i32(), in.i32());
        }

        ByteWriter write() {
            var out = new ByteWriter().i64(revision).i64(clockMillis).i64(forgottenUpToMillis);
            return out.i32(requests).i32(namespaces);
        }
    }

    static ByteWriter write(RememberedRequest request) {
        var out = new ByteWriter();
        writeAuthor(out, request.key().author());
        out.string(request.key().requestId().text()).i64(request.timeMillis());
        out.i64(request.fingerprint().high()).i64(request.fingerprint().low());
        return OutcomeFormat.write(out, request.outcome());
    }

    static RememberedRequest readRequest(ByteReader in) {
        var key = new RequestKey(readAuthor(in), new RequestId(in.string()));
        long timeMillis = Limits.requireTime(in.i64());
        var fingerprint = new Fingerprint(in.i64(), in.i64());
        return new RememberedRequest(key, timeMillis, fingerprint, OutcomeFormat.read(in));
    }

    static ByteWriter write(Entry entry) {
        var value = entry.value();
        var out = new ByteWriter(256 + value.size()).string(entry.key().text());
        out.i64(entry.createRevision()).i64(entry.revision()).i64(entry.version());
        writeAuthor(out, entry.author());
        return out.i64(entry.writtenMillis()).string(value.contentType()).bytes(value.asByteBuffer());
    }

    static Entry readEntry(ByteReader in) {
        var key = new Key(in.string());
        long createRevision = in.i64();
        long revision = in.i64();
        long version = in.i64();
        var author = readAuthor(in);
        long writtenMillis = in.i64();
        String contentType = in.string();
        var value = Value.of(in.bytes(), contentType);
        return new Entry(key, value, createRevision, revision, version, author, writtenMillis);
    }

    private static void writeAuthor(ByteWriter out, Author author) {
        out.string(author.issuer()).string(author.subject());
    }

    private static Author readAuthor(ByteReader in) {
        return new Author(in.string(), in.string());
    }
}
