package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.model.Author;
import io.concord.core.state.KeyspaceView;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Concord's own tokens and their keys as JSON objects: never a token, but where it is made, and never a private key. */
final class TokenJson {
    private static final String NAME = "name";
    private static final String GROUPS = "groups";
    private static final String LIFETIME = "lifetime";
    private static final String GRANTS = "grants";
    private static final Set<String> KNOWN = Set.of(NAME, GROUPS, GRANTS, LIFETIME);

    /** What is asked for. */
    record Wanted(TokenBearer bearer, long lifetimeSeconds) {}

    private TokenJson() {}

    static Wanted read(JsonObject body) {
        JsonMembers.requireKnown(body, "a token", KNOWN);
        var bearer = new TokenBearer(
                JsonMembers.string(body, NAME), JsonMembers.strings(body, GROUPS), GrantJson.read(body, GRANTS));
        return new Wanted(bearer, lifetime(JsonMembers.string(body, LIFETIME)));
    }

    private static long lifetime(String text) {
        var duration = Durations.parse(text)
                .filter(parsed -> parsed.equals(Duration.ofSeconds(parsed.toSeconds())))
                .orElseThrow(() -> JsonMembers.invalid(
                        "'" + LIFETIME + "' is how long the token is good, in whole seconds: 90s, 12h, 30d or PT12H"));
        return TokenBearer.requireLifetime(duration.toSeconds());
    }

    /** The one answer with the token in it. */
    static JsonObject minted(TokenBearer bearer, Outcome.TokenRecorded recorded, String token) {
        return Json.createObjectBuilder()
                .add("id", recorded.id().text())
                .add(NAME, bearer.name())
                .add(GROUPS, Json.createArrayBuilder(bearer.groups()))
                .add(GRANTS, GrantJson.described(bearer.grants()))
                .add("key", recorded.key().text())
                .add("created", time(recorded.createdMillis()))
                .add("expires", time(recorded.expiresMillis()))
                .add("token", token)
                .build();
    }

    static JsonObjectBuilder described(KeyspaceView view, IssuedToken token) {
        boolean revoked = view.isRevoked(token.author(), Optional.of(token.token()))
                || view.signingKey(token.key()).isEmpty();
        var object = Json.createObjectBuilder()
                .add("id", token.id().text())
                .add(NAME, token.bearer().name())
                .add(GROUPS, Json.createArrayBuilder(token.bearer().groups()))
                .add(GRANTS, GrantJson.described(token.bearer().grants()))
                .add("key", token.key().text())
                .add("created", time(token.createdMillis()))
                .add("createdBy", author(token.by()))
                .add("expires", time(token.expiresMillis()))
                .add("revoked", revoked);
        if (revoked) {
            token.revoked()
                    .ifPresent(
                            end -> object.add("revokedAt", time(end.atMillis())).add("revokedBy", author(end.by())));
        }
        return object;
    }

    static JsonArrayBuilder described(List<SigningKey> keys) {
        var array = Json.createArrayBuilder();
        keys.forEach(key -> array.add(described(key)));
        return array;
    }

    private static JsonObjectBuilder described(SigningKey key) {
        var object = Json.createObjectBuilder()
                .add("id", key.id().text())
                .add("algorithm", "ES256")
                .add("publicKey", key.publicKey())
                .add("created", time(key.createdMillis()))
                .add("createdBy", author(key.by()))
                .add("signs", !key.isRetired());
        if (key.isRetired()) {
            object.add("retired", time(key.retiredMillis()));
        }
        return object;
    }

    static TokenId id(String text) {
        return new TokenId(text);
    }

    private static JsonObjectBuilder author(Author author) {
        return Json.createObjectBuilder().add("issuer", author.issuer()).add("subject", author.subject());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
