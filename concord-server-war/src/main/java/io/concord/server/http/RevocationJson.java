package io.concord.server.http;

import io.concord.core.model.TokenSelector;
import io.concord.core.state.Revocation;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/** Revocations as JSON objects. */
final class RevocationJson {
    private static final String ISSUER = "issuer";
    private static final String TOKEN_ID = "tokenId";
    private static final String SUBJECT = "subject";
    private static final String ISSUED_BEFORE = "issuedBefore";
    private static final String UNTIL = "until";
    private static final String INCLUDING_OWN = "includingOwn";
    private static final Set<String> KNOWN = Set.of(ISSUER, TOKEN_ID, SUBJECT, ISSUED_BEFORE, UNTIL, INCLUDING_OWN);

    /** What is asked for. */
    record Wanted(TokenSelector tokens, Optional<Instant> until, boolean includingOwn) {}

    private RevocationJson() {}

    /** @param ownIssuer of the caller, meant where none is named */
    static Wanted read(JsonObject body, String ownIssuer) {
        JsonMembers.requireKnown(body, "a revocation", KNOWN);
        boolean byId = body.containsKey(TOKEN_ID);
        boolean bySubject = body.containsKey(SUBJECT);
        boolean before = body.containsKey(ISSUED_BEFORE);
        if (byId ? bySubject || before : !bySubject && !before) {
            throw JsonMembers.invalid("a revocation names a '" + TOKEN_ID + "' alone, or a '" + SUBJECT + "', an '"
                    + ISSUED_BEFORE + "' or both");
        }
        var tokens = new TokenSelector(
                body.containsKey(ISSUER) ? JsonMembers.string(body, ISSUER) : ownIssuer,
                byId ? notEmpty(body, TOKEN_ID) : "",
                bySubject ? notEmpty(body, SUBJECT) : "",
                before ? Math.max(1, instant(body, ISSUED_BEFORE).toEpochMilli()) : 0);
        var until = body.containsKey(UNTIL) ? Optional.of(instant(body, UNTIL)) : Optional.<Instant>empty();
        return new Wanted(tokens, until, JsonMembers.bool(body, INCLUDING_OWN, false));
    }

    static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw JsonMembers.invalid("a revocation has a number as its id");
        }
    }

    static JsonObjectBuilder described(Revocation revocation) {
        var tokens = revocation.tokens();
        var object = Json.createObjectBuilder().add("id", revocation.id()).add(ISSUER, tokens.issuer());
        if (tokens.selectsById()) {
            return object.add(TOKEN_ID, tokens.tokenId());
        }
        if (!tokens.subject().isEmpty()) {
            object.add(SUBJECT, tokens.subject());
        }
        return object.add(
                ISSUED_BEFORE, Instant.ofEpochMilli(tokens.issuedBeforeMillis()).toString());
    }

    private static String notEmpty(JsonObject body, String name) {
        var text = JsonMembers.string(body, name);
        if (text.isEmpty()) {
            throw JsonMembers.invalid("'" + name + "' is empty");
        }
        return text;
    }

    /** From 1970 to 9999: of others not even the milliseconds may be a number of 64 bits. */
    private static Instant instant(JsonObject body, String name) {
        try {
            var time = OffsetDateTime.parse(JsonMembers.string(body, name));
            if (time.getYear() >= 1971 && time.getYear() <= 9998) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // Refused below, like a time out of range.
        }
        throw JsonMembers.invalid("'" + name + "' is a time such as 2026-11-25T09:00:00Z (RFC 3339)");
    }
}
