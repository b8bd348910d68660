package io.concord.it;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that is used again and again, and opened anew whenever the server has closed it. */
final class KeptConnection implements AutoCloseable {
    private final URI endpoint;
    private @Nullable FuzzConnection connection;

    KeptConnection(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** Sends a request whose end is known, and reads its answer. */
    Optional<FuzzAnswer> ask(FuzzRequest request) throws IOException {
        var open = connection == null ? new FuzzConnection(endpoint) : connection;
        connection = open;
        open.send(request.wire());
        var answer = open.answer(request.isHead());
        if (answer.isEmpty() || answer.get().closes()) {
            reopen();
        }
        return answer;
    }

    /** Sends what may be anything on a connection of its own, ends it, and reads every answer. */
    List<FuzzAnswer> tell(FuzzRequest request) throws IOException {
        try (var own = new FuzzConnection(endpoint)) {
            own.send(request.wire());
            own.end();
            return own.answers();
        }
    }

    /** The next request gets a new one. */
    void reopen() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public void close() throws IOException {
        reopen();
    }
}
