package io.concord.server.http;

import io.concord.core.access.Grant;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Verb;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Grants as JSON objects: {@code {"namespace":"*","key":"flags/**","verbs":["read","watch"]}}. */
final class GrantJson {
    private static final String NAMESPACE = "namespace";
    private static final String KEY = "key";
    private static final String VERBS = "verbs";
    private static final Set<String> KNOWN = Set.of(NAMESPACE, KEY, VERBS);

    private GrantJson() {}

    /** The grants of a member; none where it is absent. */
    static List<Grant> read(JsonObject object, String name) {
        return JsonMembers.objects(object, name).stream().map(GrantJson::read).toList();
    }

    private static Grant read(JsonObject grant) {
        JsonMembers.requireKnown(grant, "a grant", KNOWN);
        var verbs = EnumSet.noneOf(Verb.class);
        JsonMembers.strings(grant, VERBS).forEach(verb -> verbs.add(Verb.of(verb)));
        return new Grant(
                new NamespacePattern(JsonMembers.string(grant, NAMESPACE)),
                new KeyPattern(JsonMembers.string(grant, KEY)),
                verbs);
    }

    static JsonArrayBuilder described(List<Grant> grants) {
        var array = Json.createArrayBuilder();
        for (var grant : grants) {
            var verbs = Json.createArrayBuilder();
            grant.verbs().forEach(verb -> verbs.add(verb.text()));
            array.add(Json.createObjectBuilder()
                    .add(NAMESPACE, grant.namespace().text())
                    .add(KEY, grant.key().text())
                    .add(VERBS, verbs));
        }
        return array;
    }
}
