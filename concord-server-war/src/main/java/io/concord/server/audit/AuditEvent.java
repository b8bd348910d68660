package io.concord.server.audit;

import java.util.Collection;
import java.util.Optional;

/**
 * One event, as the members of a JSON object in the order in which they were given. All of it is ASCII: whatever else a text
 * has is escaped, so that no key can forge a line or hide in one.
 */
public final class AuditEvent {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final StringBuilder members = new StringBuilder();

    public AuditEvent with(String name, String text) {
        name(name);
        quote(text);
        return this;
    }

    public AuditEvent with(String name, long number) {
        name(name).append(number);
        return this;
    }

    public AuditEvent with(String name, boolean flag) {
        name(name).append(flag);
        return this;
    }

    /** Leaves it out where there is none. */
    public AuditEvent with(String name, Optional<String> text) {
        text.ifPresent(there -> with(name, there));
        return this;
    }

    /** A list of objects. */
    public AuditEvent with(String name, Collection<AuditEvent> list) {
        name(name).append('[');
        var separator = "";
        for (var one : list) {
            members.append(separator).append('{').append(one.members).append('}');
            separator = ",";
        }
        members.append(']');
        return this;
    }

    /** The members without braces. */
    String members() {
        return members.toString();
    }

    private StringBuilder name(String name) {
        if (members.length() > 0) {
            members.append(',');
        }
        quote(name);
        return members.append(':');
    }

    private void quote(String text) {
        members.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                members.append('\\').append(character);
            } else if (character >= FIRST_PRINTABLE && character <= LAST_PRINTABLE) {
                members.append(character);
            } else {
                members.append(String.format("\\u%04x", (int) character));
            }
        }
        members.append('"');
    }
}
