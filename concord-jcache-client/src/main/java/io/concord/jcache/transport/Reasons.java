package io.concord.jcache.transport;

import io.concord.jcache.settings.ClientKey;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
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

    /** With a hint where this may be a server that demands a certificate: often it just ends the connection. */
    static String of(Throwable failure, URI endpoint) {
        var reason = of(failure);
        return "https".equals(endpoint.getScheme()) && mayDemandCertificate(failure)
                ? reason + " (if the server demands a certificate of its clients, " + ClientKey.KEYSTORE.key()
                        + " must name one that it trusts)"
                : reason;
    }

    /** The server's alert may be overtaken by the end of the connection, in whichever way that is noticed. */
    private static boolean mayDemandCertificate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage());
            if (cause instanceof ConnectException) {
                return false;
            }
            if (cause instanceof EOFException
                    || cause instanceof SocketException
                    || message.contains("fatal alert")
                    || message.contains("received no bytes")) {
                return true;
            }
        }
        return false;
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
