package io.concord.core.state;

import io.concord.core.format.ByteReader;
import io.concord.core.format.FormatException;
import io.concord.core.model.Entry;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The reader of {@link SnapshotFormat}. It believes nothing: a frame is allocated as its bytes arrive, order and numbers
 * are checked as they are read, and the checksum is checked before anything is handed out.
 */
final class SnapshotReader {
    private final CheckedInputStream in;
    private final int requestCapacity;

    private SnapshotReader(InputStream in, int requestCapacity) {
        this.in = new CheckedInputStream(new BufferedInputStream(in), new CRC32C());
        this.requestCapacity = requestCapacity;
    }

    static KeyspaceView read(InputStream in, int requestCapacity) throws IOException {
        try {
            return new SnapshotReader(in, requestCapacity).read();
        } catch (InvalidValueException e) {
            throw new FormatException("snapshot holds an invalid value: " + e.getMessage(), e);
        }
    }

    private KeyspaceView read() throws IOException {
        readPreamble();
        var frame = readFrame();
        var header = SnapshotFormat.Header.read(frame);
        frame.expectEnd();
        check(header);
        var requests = readRequests(header);
        var contents = readContents(header);
        readTrailer();
        return new KeyspaceView(contents, requests, header.revision(), header.clockMillis());
    }

    private void readPreamble() throws IOException {
        if (!Arrays.equals(readBytes(SnapshotFormat.MAGIC.length), SnapshotFormat.MAGIC)) {
            throw new FormatException("snapshot does not begin with CNCDSNAP: this is something else");
        }
        new ByteReader(SnapshotFormat.NAME, readBytes(1)).expectVersion(SnapshotFormat.VERSION);
    }

    private void check(SnapshotFormat.Header header) {
        require(header.revision() >= 0, "the revision " + header.revision());
        require(header.clockMillis() >= 0, "the clock " + header.clockMillis());
        require(
                header.forgottenUpToMillis() >= -1 && header.forgottenUpToMillis() <= header.clockMillis(),
                "requests forgotten up to " + header.forgottenUpToMillis() + " at the clock " + header.clockMillis());
        require(
                header.requests() >= 0 && header.requests() <= requestCapacity,
                header.requests() + " requests; the limit is " + requestCapacity);
        require(header.namespaces() >= 0, header.namespaces() + " namespaces");
    }

    private RequestMemory readRequests(SnapshotFormat.Header header) throws IOException {
        var requests = RequestMemory.forgottenUpTo(requestCapacity, header.forgottenUpToMillis());
        for (int i = 0; i < header.requests(); i++) {
            var frame = readFrame();
            var request = SnapshotFormat.readRequest(frame);
            frame.expectEnd();
            require(requests.find(request.key()) == null, "one request twice");
            require(request.timeMillis() <= header.clockMillis(), "a request of a later time than its own");
            requests = requests.remember(request);
        }
        return requests;
    }

    private Contents readContents(SnapshotFormat.Header header) throws IOException {
        var contents = Contents.EMPTY;
        Namespace last = null;
        for (int i = 0; i < header.namespaces(); i++) {
            var frame = readFrame();
            var namespace = new Namespace(frame.string());
            int entries = frame.i32();
            frame.expectEnd();
            require(isAfter(last, namespace), "namespaces out of order");
            require(entries > 0, "a namespace of " + entries + " entries");
            contents = readEntries(contents, namespace, entries, header);
            last = namespace;
        }
        return contents;
    }

    private Contents readEntries(Contents contents, Namespace namespace, int count, SnapshotFormat.Header header)
            throws IOException {
        var grown = contents;
        Key last = null;
        for (int i = 0; i < count; i++) {
            var frame = readFrame();
            Entry entry = SnapshotFormat.readEntry(frame);
            frame.expectEnd();
            require(isAfter(last, entry.key()), "keys out of order");
            require(entry.revision() <= header.revision(), "an entry of a later revision than its own");
            require(entry.writtenMillis() <= header.clockMillis(), "an entry of a later time than its own");
            grown = grown.put(namespace, entry);
            last = entry.key();
        }
        return grown;
    }

    private void readTrailer() throws IOException {
        int computed = (int) in.getChecksum().getValue();
        int stored = ByteBuffer.wrap(readBytes(Integer.BYTES)).getInt();
        if (stored != computed) {
            throw new FormatException(String.format(
                    "snapshot has the checksum %08x; its bytes give %08x: it is damaged", stored, computed));
        }
        require(in.read() < 0, "bytes after its end");
    }

    private ByteReader readFrame() throws IOException {
        int length = ByteBuffer.wrap(readBytes(Integer.BYTES)).getInt();
        require(
                length >= 0 && length <= SnapshotFormat.FRAME_BYTES_MAX,
                "a frame of " + length + " bytes; the limit is " + SnapshotFormat.FRAME_BYTES_MAX);
        return new ByteReader(SnapshotFormat.NAME, readBytes(length));
    }

    /** Reads piece by piece, so that a false length costs no more memory than there are bytes. */
    private byte[] readBytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        require(
                bytes.length == length,
                "its end in the middle: " + bytes.length + " of " + length + " bytes are there");
        return bytes;
    }

    private static <T extends Comparable<T>> boolean isAfter(@Nullable T last, T next) {
        return last == null || last.compareTo(next) < 0;
    }

    private static void require(boolean holds, String violation) {
        if (!holds) {
            throw new FormatException("snapshot has " + violation);
        }
    }
}
