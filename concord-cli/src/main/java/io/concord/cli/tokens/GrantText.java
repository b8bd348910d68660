package io.concord.cli.tokens;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a grant as people write it: {@code read+watch:default:flags/**}. What it means is for the cluster to judge. */
final class GrantText implements ITypeConverter<GrantText.Parsed> {
    /** A grant in parts. */
    record Parsed(List<String> verbs, String namespace, String key) {
        JsonObject json() {
            return Json.createObjectBuilder()
                    .add("namespace", namespace)
                    .add("key", key)
                    .add("verbs", Json.createArrayBuilder(verbs))
                    .build();
        }
    }

    @Override
    public Parsed convert(String text) {
        var parts = text.split(":", 3);
        if (parts.length < 3 || parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new TypeConversionException(
                    "'" + text + "' is not of the form VERBS:NAMESPACE:KEY, such as read+watch:default:flags/**");
        }
        return new Parsed(List.of(parts[0].split("\\+", -1)), parts[1], parts[2]);
    }
}
