package io.concord.jcache.transport;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;

/** What to say of an exception of the HTTP client, and whether the request had been sent by then. */
final class Reasons {
    private Reasons() {}

    static String of(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (failure instanceof HttpTimeoutException || failure instanceof CancellationException) {
            return "no answer in time";
        }
        if (failure instanceof ConnectException connect) {
            return connect.getCause() instanceof UnresolvedAddressException || failure.getMessage() == null
                    ? unresolvedOrRefused(connect)
                    : "no connection: " + failure.getMessage();
        }
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** Whether the server cannot have got the request. */
    static boolean neverSent(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return neverSent(failure.getCause());
        }
        return failure instanceof ConnectException
                || failure instanceof HttpConnectTimeoutException
                || failure instanceof SSLHandshakeException
                || failure instanceof IllegalArgumentException;
    }

    private static String unresolvedOrRefused(ConnectException failure) {
        return failure.getCause() instanceof UnresolvedAddressException
                ? "no connection: the name is not known"
                : "no connection: refused";
    }
}
