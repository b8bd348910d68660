package io.concord.server.http;

import io.concord.core.access.Identity;
import io.concord.core.model.Author;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.config.CertificateSubjects;
import io.concord.server.config.CertificateSubjects.Part;
import io.concord.server.service.Caller;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * Whom the certificate of a client stands for, where it sends no token: the TLS layer has verified by then that one of the
 * configured authorities has signed it, and that the client has its key. It is named, ends and can be revoked like a
 * token: its serial number in hexadecimal is the token's id, and the beginning of its validity when that was issued.
 *
 * @param rules which part of it says what
 */
record CertificateCaller(CertificateSubjects rules) {
    /** So that no issuer of tokens has the same name. */
    static final String ISSUER_PREFIX = "certificate:";

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final int HEXADECIMAL = 16;

    /** The kinds of alternative names (RFC 5280 §4.2.1.6) as the JDK numbers them. */
    private static final Map<Part, Integer> ALTERNATIVE_NAMES =
            Map.of(Part.SAN_EMAIL, 1, Part.SAN_DNS, 2, Part.SAN_URI, 6);

    /** The certificate that the client of a request has shown; null where it has shown none. */
    static @Nullable X509Certificate shown(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }

    /**
     * Who that is.
     *
     * @throws RequestFailure {@link ErrorCode#UNAUTHORIZED} if it names nobody, or several
     */
    Caller of(X509Certificate certificate) {
        try {
            var subject = subject(certificate);
            var issuer = ISSUER_PREFIX + certificate.getIssuerX500Principal().getName();
            return new Caller(
                    Identity.of(new Author(issuer, subject), groups(certificate, subject)),
                    Optional.of(token(certificate)),
                    Optional.of(end(certificate)));
        } catch (InvalidValueException e) {
            throw unauthorized("names nobody who can be known: " + e.getMessage());
        }
    }

    private String subject(X509Certificate certificate) {
        var names = switch (rules.part()) {
            case CN -> attributes(certificate, "CN");
            case DN -> List.of(certificate.getSubjectX500Principal().getName());
            case SAN_DNS, SAN_URI, SAN_EMAIL -> alternativeNames(certificate);
        };
        if (names.size() != 1) {
            throw unauthorized("has " + names.size() + " names of the kind "
                    + rules.part().text() + " (concord.https.client-subject); it must have one");
        }
        return names.get(0);
    }

    private Set<String> groups(X509Certificate certificate, String subject) {
        var groups = new HashSet<>(rules.groupsOf(subject));
        if (rules.unitsAreGroups()) {
            groups.addAll(attributes(certificate, "OU"));
        }
        return groups;
    }

    /** The values of all parts of a kind in its name that are text. */
    private static List<String> attributes(X509Certificate certificate, String kind) {
        try {
            var values = new ArrayList<String>();
            for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                var attribute = part.toAttributes().get(kind);
                for (var i = 0; attribute != null && i < attribute.size(); i++) {
                    if (attribute.get(i) instanceof String text) {
                        values.add(text);
                    }
                }
            }
            return values;
        } catch (InvalidNameException e) {
            throw unauthorized("has a name that cannot be read");
        } catch (NamingException e) {
            throw new IllegalStateException("values in memory are always there", e);
        }
    }

    private List<String> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Objects.equals(ALTERNATIVE_NAMES.get(rules.part()), name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw unauthorized("has alternative names that cannot be read");
        }
    }

    // Justification: java.util.Date is how the JDK tells the times of a certificate.
    @SuppressWarnings("JavaUtilDate")
    private static Token token(X509Certificate certificate) {
        var issued = certificate.getNotBefore().getTime();
        return new Token(
                certificate.getSerialNumber().toString(HEXADECIMAL),
                Math.max(0, Math.min(issued, Limits.TIME_MILLIS_MAX)));
    }

    // Justification: java.util.Date is how the JDK tells the times of a certificate.
    @SuppressWarnings("JavaUtilDate")
    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static RequestFailure unauthorized(String what) {
        return new RequestFailure(ErrorCode.UNAUTHORIZED, "the client's certificate " + what);
    }
}
