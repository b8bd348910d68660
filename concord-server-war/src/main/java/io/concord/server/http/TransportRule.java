package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.config.HttpsSettings;
import io.concord.server.config.Loopback;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.net.UnknownHostException;

/**
 * Plain HTTP for this machine alone, unless the configuration lets it out. The configuration is checked at start; this looks at
 * the connection that a request came by, whatever an operator's own server.xml has opened.
 */
final class TransportRule {
    private TransportRule() {}

    /**
     * Goes through if the connection may carry tokens and values.
     *
     * @throws RequestFailure {@link ErrorCode#FORBIDDEN} otherwise
     */
    static void check(HttpsSettings https, HttpServletRequest request) {
        if (!request.isSecure() && !https.plainAllowed() && !isLoopback(request.getLocalAddr())) {
            throw new RequestFailure(
                    ErrorCode.FORBIDDEN,
                    "plain HTTP is served on loopback alone; use HTTPS (or set concord.http.plain-allowed=true if the"
                            + " network is trusted), and replace the token that was sent, since others may have read it");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return Loopback.is(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
