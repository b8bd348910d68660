package io.concord.core.access;

import io.concord.core.format.Utf8;
import io.concord.core.model.Author;
import io.concord.core.model.Escaped;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;

/** To whom a rule grants. */
public sealed interface Grantee {
    boolean includes(Identity identity);

    /** All who are in a group. */
    record Group(String name) implements Grantee {
        public Group {
            if (name.isEmpty()
                    || Utf8.firstLoneSurrogate(name) >= 0
                    || Utf8.lengthBytes(name) > Limits.GROUP_BYTES_MAX) {
                throw new InvalidValueException(
                        "the name of a group is well-formed text of 1 to " + Limits.GROUP_BYTES_MAX + " bytes");
            }
        }

        @Override
        public boolean includes(Identity identity) {
            return identity.groups().contains(name);
        }

        @Override
        public String toString() {
            return "group '" + Escaped.text(name) + "'";
        }
    }

    /**
     * Whoever has a subject.
     *
     * @param issuer of the subject's token; empty for any issuer that the server trusts
     */
    record Subject(String issuer, String subject) implements Grantee {
        public Subject {
            // Checks both.
            new Author(issuer, subject);
        }

        @Override
        public boolean includes(Identity identity) {
            var author = identity.author();
            return author.subject().equals(subject)
                    && (issuer.isEmpty() || author.issuer().equals(issuer));
        }

        @Override
        public String toString() {
            return "subject '" + new Author(issuer, subject) + "'";
        }
    }

    /** Everybody with a token. */
    record Anybody() implements Grantee {
        public static final Anybody INSTANCE = new Anybody();

        @Override
        public boolean includes(Identity identity) {
            return true;
        }

        @Override
        public String toString() {
            return "anybody";
        }
    }
}
