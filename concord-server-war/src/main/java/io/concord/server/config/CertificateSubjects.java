package io.concord.server.config;

import java.util.Map;
import java.util.Set;

/**
 * Whom the certificate of a client stands for.
 *
 * @param part where its subject is
 * @param unitsAreGroups each organisational unit (OU) of its name is a group
 * @param groups further groups by subject
 */
public record CertificateSubjects(Part part, boolean unitsAreGroups, Map<String, Set<String>> groups) {
    /** What of a certificate names its owner. */
    public enum Part {
        /** The common name. */
        CN("cn"),
        /** The whole name (RFC 2253). */
        DN("dn"),
        /** The alternative name that is a DNS name. */
        SAN_DNS("san-dns"),
        /** The alternative name that is a URI, such as a SPIFFE id. */
        SAN_URI("san-uri"),
        /** The alternative name that is an e-mail address. */
        SAN_EMAIL("san-email");

        private final String text;

        Part(String text) {
            this.text = text;
        }

        /** As in the configuration. */
        public String text() {
            return text;
        }
    }

    public CertificateSubjects {
        groups = Map.copyOf(groups);
    }

    /** The groups that the configuration gives a subject. */
    public Set<String> groupsOf(String subject) {
        return groups.getOrDefault(subject, Set.of());
    }
}
