package io.concord.cli.rules;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.stream.Collectors;

/** Parts of rules in few words. */
final class RuleText {
    private RuleText() {}

    /** To whom a rule grants. */
    static String grantees(JsonObject rule) {
        var words = new ArrayList<String>();
        rule.getJsonArray("groups")
                .getValuesAs(JsonString.class)
                .forEach(group -> words.add("group " + group.getString()));
        rule.getJsonArray("subjects").forEach(subject -> words.add("subject " + subject(subject)));
        if (rule.getBoolean("anybody")) {
            words.add("anybody");
        }
        return String.join(", ", words);
    }

    private static String subject(JsonValue value) {
        return value instanceof JsonString text
                ? text.getString()
                : value.asJsonObject().getString("subject") + " of "
                        + value.asJsonObject().getString("issuer");
    }

    static String verbs(JsonObject grant) {
        return grant.getJsonArray("verbs").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.joining(","));
    }
}
