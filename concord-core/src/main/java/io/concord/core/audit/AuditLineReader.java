package io.concord.core.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Cuts a stream into lines, and says of each whether it had its newline. */
public final class AuditLineReader {
    /** More than any line that a server writes; what is longer comes in pieces, of which none is a line. */
    public static final int LINE_BYTES_MAX = 64 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;

    /** What stands before a newline, or before the end. */
    public static final class Raw {
        private final byte[] bytes;
        private final boolean whole;

        private Raw(byte[] bytes, boolean whole) {
            this.bytes = bytes;
            this.whole = whole;
        }

        /** Its own bytes, for nobody to change. */
        public byte[] bytes() {
            return bytes;
        }

        /** Whether there was a newline. */
        public boolean isWhole() {
            return whole;
        }
    }

    public AuditLineReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    /** The next line; empty at the end. */
    public Optional<Raw> next() throws IOException {
        var line = new ByteArrayOutputStream();
        int read = in.read();
        while (read >= 0 && read != '\n' && line.size() < LINE_BYTES_MAX) {
            line.write(read);
            read = in.read();
        }
        return read < 0 && line.size() == 0 ? Optional.empty() : Optional.of(new Raw(line.toByteArray(), read == '\n'));
    }
}
