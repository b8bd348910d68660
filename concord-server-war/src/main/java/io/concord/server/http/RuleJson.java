package io.concord.server.http;

import io.concord.core.access.Grant;
import io.concord.core.access.Grantee;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Rule;
import io.concord.core.access.StoredRule;
import io.concord.core.access.Verb;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Rules and grants as JSON objects. */
final class RuleJson {
    private static final String GROUPS = "groups";
    private static final String SUBJECTS = "subjects";
    private static final String ANYBODY = "anybody";
    private static final String GRANTS = "grants";
    private static final String ISSUER = "issuer";
    private static final String SUBJECT = "subject";
    private static final String NAMESPACE = "namespace";
    private static final String KEY = "key";
    private static final String VERBS = "verbs";

    private RuleJson() {}

    static Rule read(String name, JsonObject body) {
        JsonMembers.requireKnown(body, "a rule", Set.of(GROUPS, SUBJECTS, ANYBODY, GRANTS));
        var grantees = new ArrayList<Grantee>();
        JsonMembers.strings(body, GROUPS).forEach(group -> grantees.add(new Grantee.Group(group)));
        if (body.containsKey(SUBJECTS)) {
            subjects(body.get(SUBJECTS)).forEach(grantees::add);
        }
        if (JsonMembers.bool(body, ANYBODY, false)) {
            grantees.add(Grantee.Anybody.INSTANCE);
        }
        if (grantees.isEmpty()) {
            throw JsonMembers.invalid("a rule grants to '" + GROUPS + "', to '" + SUBJECTS + "', or to everybody ('"
                    + ANYBODY + "': true); name at least one");
        }
        return new Rule(name, grantees, grants(body));
    }

    static List<Grant> grants(JsonObject body) {
        return JsonMembers.objects(body, GRANTS).stream().map(RuleJson::grant).toList();
    }

    private static Grant grant(JsonObject object) {
        JsonMembers.requireKnown(object, "a grant", Set.of(NAMESPACE, KEY, VERBS));
        var verbs = EnumSet.noneOf(Verb.class);
        JsonMembers.strings(object, VERBS).forEach(verb -> verbs.add(Verb.of(verb)));
        return new Grant(
                new NamespacePattern(JsonMembers.string(object, NAMESPACE)),
                new KeyPattern(JsonMembers.string(object, KEY)),
                verbs);
    }

    /** Each a text, or an object that says of which issuer. */
    private static List<Grantee> subjects(JsonValue value) {
        if (!(value instanceof JsonArray array)) {
            throw JsonMembers.invalid("'" + SUBJECTS + "' is an array");
        }
        return array.stream().map(RuleJson::subject).toList();
    }

    private static Grantee subject(JsonValue value) {
        if (value instanceof JsonString text) {
            return new Grantee.Subject("", JsonMembers.wellFormed(SUBJECTS, text.getString()));
        }
        var object = JsonMembers.object(value, "each element of '" + SUBJECTS + "' that is no string");
        JsonMembers.requireKnown(object, "a subject", Set.of(ISSUER, SUBJECT));
        return new Grantee.Subject(JsonMembers.string(object, ISSUER), JsonMembers.string(object, SUBJECT));
    }

    /** As it is read, with its name and revision. */
    static JsonObject described(StoredRule stored) {
        var rule = stored.rule();
        var groups = Json.createArrayBuilder();
        var subjects = Json.createArrayBuilder();
        var anybody = false;
        for (var grantee : rule.grantees()) {
            if (grantee instanceof Grantee.Group group) {
                groups.add(group.name());
            } else if (grantee instanceof Grantee.Subject one && one.issuer().isEmpty()) {
                subjects.add(one.subject());
            } else if (grantee instanceof Grantee.Subject one) {
                subjects.add(
                        Json.createObjectBuilder().add(ISSUER, one.issuer()).add(SUBJECT, one.subject()));
            } else {
                anybody = true;
            }
        }
        var grants = Json.createArrayBuilder();
        rule.grants().forEach(grant -> grants.add(described(grant)));
        return Json.createObjectBuilder()
                .add("name", rule.name())
                .add("revision", stored.revision())
                .add(GROUPS, groups)
                .add(SUBJECTS, subjects)
                .add(ANYBODY, anybody)
                .add(GRANTS, grants)
                .build();
    }

    static JsonObjectBuilder described(Grant grant) {
        var verbs = Json.createArrayBuilder();
        grant.verbs().forEach(verb -> verbs.add(verb.text()));
        return Json.createObjectBuilder()
                .add(NAMESPACE, grant.namespace().text())
                .add(KEY, grant.key().text())
                .add(VERBS, verbs);
    }
}
