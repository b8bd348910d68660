package io.concord.server.http;

import io.concord.core.access.Basis;
import io.concord.core.access.Decision;
import io.concord.core.access.Identity;
import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Questions of who may do what, and their answers, as JSON objects. */
final class ExplainJson {
    private static final String IDENTITY = "identity";
    private static final String VERB = "verb";
    private static final String NAMESPACE = "namespace";
    private static final String KEY = "key";
    private static final String PREFIX = "prefix";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String ISSUER = "issuer";
    private static final String SUBJECT = "subject";
    private static final String GROUPS = "groups";
    private static final String CLAIMS = "claims";
    private static final String GRANTS = "grants";

    /** @param identity empty for the caller himself */
    record Asked(Optional<Identity> identity, Need need) {}

    private ExplainJson() {}

    static Asked read(JsonObject body) {
        JsonMembers.requireKnown(body, "the question", Set.of(IDENTITY, VERB, NAMESPACE, KEY, PREFIX, FROM, TO));
        var identity = body.containsKey(IDENTITY)
                ? Optional.of(identity(JsonMembers.object(body.get(IDENTITY), "'" + IDENTITY + "'")))
                : Optional.<Identity>empty();
        return new Asked(identity, need(body));
    }

    private static Identity identity(JsonObject object) {
        JsonMembers.requireKnown(object, "the identity", Set.of(ISSUER, SUBJECT, GROUPS, CLAIMS, GRANTS));
        var author = new Author(
                object.containsKey(ISSUER) ? JsonMembers.string(object, ISSUER) : "",
                JsonMembers.string(object, SUBJECT));
        return new Identity(
                author,
                new TreeSet<>(JsonMembers.strings(object, GROUPS)),
                object.containsKey(CLAIMS)
                        ? claims(JsonMembers.object(object.get(CLAIMS), "'" + CLAIMS + "'"))
                        : Map.of(),
                RuleJson.grants(object));
    }

    /** Those that are text, as of a token: no rule goes by another. */
    private static Map<String, String> claims(JsonObject object) {
        var claims = new TreeMap<String, String>();
        object.forEach((name, value) -> {
            if (value instanceof JsonString text) {
                claims.put(JsonMembers.wellFormed(CLAIMS, name), text.getString());
            }
        });
        return claims;
    }

    private static Need need(JsonObject body) {
        var verb = Verb.of(JsonMembers.string(body, VERB));
        if (!body.containsKey(NAMESPACE)) {
            for (var member : Set.of(KEY, PREFIX, FROM, TO)) {
                if (body.containsKey(member)) {
                    throw JsonMembers.invalid("'" + member + "' needs a '" + NAMESPACE + "'");
                }
            }
            return Need.everything(verb);
        }
        var namespace = new Namespace(JsonMembers.string(body, NAMESPACE));
        if (!body.containsKey(KEY)) {
            return Need.of(
                    verb,
                    namespace,
                    new KeyRange(
                            body.containsKey(PREFIX) ? JsonMembers.string(body, PREFIX) : "",
                            key(body, FROM),
                            key(body, TO)));
        }
        if (body.containsKey(PREFIX) || body.containsKey(FROM) || body.containsKey(TO)) {
            throw JsonMembers.invalid("a question is about a '" + KEY + "' or about a range, not both");
        }
        return Need.of(verb, new EntryName(namespace, new Key(JsonMembers.string(body, KEY))));
    }

    private static @Nullable Key key(JsonObject body, String name) {
        return body.containsKey(name) ? new Key(JsonMembers.string(body, name)) : null;
    }

    static JsonObject described(Decision decision) {
        var grants = Json.createArrayBuilder();
        decision.grants().forEach(basis -> grants.add(described(basis)));
        var unusable = Json.createArrayBuilder();
        decision.unusable().forEach(grant -> unusable.add(described(grant)));
        var object = Json.createObjectBuilder()
                .add("allowed", decision.allowed())
                .add("rulesRevision", decision.rulesRevision())
                .add("decidedBy", decision.byRoles() ? "roles" : "rules")
                .add(GRANTS, grants)
                .add("unusableGrants", unusable);
        decision.firstGap().ifPresent(gap -> object.add("firstGap", gap));
        return object.build();
    }

    private static JsonObjectBuilder described(Basis basis) {
        var claims = Json.createObjectBuilder();
        basis.claims().forEach(claims::add);
        return source(basis.source())
                .add("grant", RuleJson.described(basis.grant()))
                .add("resolvedKey", basis.key() + (basis.grant().key().isPrefix() ? "**" : ""))
                .add(CLAIMS, claims);
    }

    private static JsonObjectBuilder described(Basis.Unusable unusable) {
        return source(unusable.source())
                .add("grant", RuleJson.described(unusable.grant()))
                .add("claim", unusable.claim())
                .add(
                        "reason",
                        unusable.missing()
                                ? "the claim is missing or not text"
                                : "the claim is empty or has a '/' in it");
    }

    private static JsonObjectBuilder source(Basis.Source source) {
        var object = Json.createObjectBuilder();
        if (source instanceof Basis.OfRule of) {
            return object.add("source", "rule")
                    .add("rule", of.rule().rule().name())
                    .add("ruleRevision", of.rule().revision())
                    .add("position", of.position())
                    .add("grantee", of.grantee().toString());
        }
        return source instanceof Basis.OfRole role
                ? object.add("source", "role").add("role", role.role().group())
                : object.add("source", "token").add("position", ((Basis.OfToken) source).position());
    }
}
