package io.concord.cli.rules;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a grant as people write it: {@code read,write:shop:carts/**}. What follows the second colon is the key. */
final class GrantText implements ITypeConverter<JsonObject> {
    private static final int PARTS = 3;

    @Override
    public JsonObject convert(String text) {
        var parts = text.split(":", PARTS);
        if (parts.length < PARTS || parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new TypeConversionException("'" + text
                    + "' is no grant; write VERBS:NAMESPACE:KEY such as read,write:shop:carts/** or read:*:**");
        }
        var verbs = Json.createArrayBuilder();
        Arrays.stream(parts[0].split(",")).map(String::strip).forEach(verbs::add);
        return Json.createObjectBuilder()
                .add("namespace", parts[1])
                .add("key", parts[2])
                .add("verbs", verbs)
                .build();
    }
}
