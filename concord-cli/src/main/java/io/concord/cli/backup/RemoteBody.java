package io.concord.cli.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What comes from a node, whose failures can be told from those of what is done with it. */
final class RemoteBody extends FilterInputStream {
    /** The connection broke, or the node ended the answer before its end. */
    static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    RemoteBody(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw new BrokenException(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            throw new BrokenException(e);
        }
    }
}
