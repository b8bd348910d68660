package io.concord.server.http;

import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.Comparison;
import io.concord.core.model.EntryName;
import io.concord.core.model.Escaped;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A transaction as JSON:
 *
 * <pre>
 * {"compare": [{"key": "a", "target": "revision", "relation": "=", "operand": 7},
 *              {"key": "b", "target": "exists", "operand": false},
 *              {"key": "c", "target": "value", "value": "on"}],
 *  "then":    [{"op": "put", "key": "a", "value": "x", "ttl": "30s"}, {"op": "delete", "key": "c"}],
 *  "else":    [{"op": "get", "key": "a"}, {"op": "range", "prefix": "users/", "limit": 10}]}
 * </pre>
 *
 * <p>Each may name its {@code namespace}, and means the default one where it does not; only {@code delete-tagged} means all
 * of them then.
 */
final class TransactionJson {
    private static final String KEY = "key";
    private static final String NAMESPACE = "namespace";
    private static final Set<String> EXISTS = Set.of(KEY, NAMESPACE, "target", "operand");
    private static final Set<String> CONTENT =
            Set.of(KEY, NAMESPACE, "target", "relation", ValueJson.VALUE, ValueJson.ENCODING);
    private static final Set<String> NUMERIC = Set.of(KEY, NAMESPACE, "target", "relation", "operand");
    private static final Set<String> PUT = Set.of(
            "op",
            KEY,
            NAMESPACE,
            ValueJson.VALUE,
            ValueJson.ENCODING,
            ValueJson.CONTENT_TYPE,
            "ttl",
            "lease",
            "tags",
            "returnPrevious");

    private TransactionJson() {}

    static Operation.Transaction read(JsonObject body) {
        JsonMembers.requireKnown(body, "the transaction", Set.of("compare", "then", "else"));
        return new Operation.Transaction(
                JsonMembers.objects(body, "compare").stream()
                        .map(TransactionJson::comparison)
                        .toList(),
                steps(body, "then"),
                steps(body, "else"));
    }

    private static Comparison comparison(JsonObject object) {
        var target = JsonMembers.string(object, "target");
        var where = "a comparison of '" + Escaped.text(target) + "'";
        return switch (target) {
            case "exists" ->
                new Comparison.Exists(name(known(object, where, EXISTS)), JsonMembers.bool(object, "operand", true));
            case "value" ->
                new Comparison.Content(name(known(object, where, CONTENT)), relation(object), ValueJson.read(object));
            default -> {
                var field = field(target);
                yield new Comparison.Numeric(
                        name(known(object, where, NUMERIC)),
                        field,
                        relation(object),
                        JsonMembers.number(object, "operand"));
            }
        };
    }

    private static Comparison.Field field(String target) {
        return switch (target) {
            case "revision" -> Comparison.Field.REVISION;
            case "createRevision" -> Comparison.Field.CREATE_REVISION;
            case "version" -> Comparison.Field.VERSION;
            case "lease" -> Comparison.Field.LEASE;
            default ->
                throw JsonMembers.invalid(
                        "'target' of a comparison is exists, value, revision, createRevision, version or lease");
        };
    }

    private static Comparison.Relation relation(JsonObject object) {
        var relation = object.containsKey("relation") ? JsonMembers.string(object, "relation") : "=";
        return switch (relation) {
            case "=" -> Comparison.Relation.EQUAL;
            case "!=" -> Comparison.Relation.NOT_EQUAL;
            case "<" -> Comparison.Relation.LESS;
            case ">" -> Comparison.Relation.GREATER;
            default -> throw JsonMembers.invalid("'relation' of a comparison is =, !=, < or >");
        };
    }

    private static List<Step> steps(JsonObject body, String branch) {
        var objects = JsonMembers.objects(body, branch);
        return IntStream.range(0, objects.size())
                .mapToObj(i -> step(objects.get(i), "step " + i + " of '" + branch + "'"))
                .toList();
    }

    private static Step step(JsonObject object, String where) {
        var op = JsonMembers.string(object, "op").toLowerCase(Locale.ROOT);
        return switch (op) {
            case "put" -> put(known(object, where, PUT));
            case "delete" -> delete(known(object, where, Set.of("op", KEY, NAMESPACE, "returnPrevious")));
            case "touch" -> touch(known(object, where, Set.of("op", KEY, NAMESPACE, "ttl", "lease")));
            case "increment" ->
                increment(known(object, where, Set.of("op", KEY, NAMESPACE, "by", "initial", "ttl", "lease")));
            case "get" -> new Step.Get(name(known(object, where, Set.of("op", KEY, NAMESPACE))));
            case "range" -> range(known(object, where, Set.of("op", NAMESPACE, "prefix", "from", "to", "limit")));
            case "delete-range" ->
                deleteRange(known(object, where, Set.of("op", NAMESPACE, "prefix", "from", "to")), where);
            case "delete-tagged" -> deleteTagged(known(object, where, Set.of("op", NAMESPACE, "tag")));
            default ->
                throw JsonMembers.invalid("'op' of " + where
                        + " is put, delete, touch, increment, get, range, delete-range or delete-tagged");
        };
    }

    private static JsonObject known(JsonObject object, String where, Set<String> members) {
        JsonMembers.requireKnown(object, where, members);
        return object;
    }

    private static Step put(JsonObject object) {
        return new Step.Put(
                name(object),
                ValueJson.read(object),
                Precondition.none(),
                expiry(object),
                returning(object),
                Tags.of(JsonMembers.strings(object, "tags")));
    }

    private static Step delete(JsonObject object) {
        return new Step.Delete(name(object), Precondition.none(), returning(object));
    }

    private static Step touch(JsonObject object) {
        return new Step.Touch(name(object), Precondition.none(), expiry(object));
    }

    private static Step increment(JsonObject object) {
        return new Step.Increment(
                name(object),
                JsonMembers.number(object, "by", 1),
                JsonMembers.number(object, "initial", 0),
                expiry(object));
    }

    private static Step range(JsonObject object) {
        long limit = JsonMembers.number(object, "limit", RangeRequest.LIMIT_DEFAULT);
        return new Step.Range(namespace(object), keys(object), (int) Math.max(0, Math.min(limit, Integer.MAX_VALUE)));
    }

    private static Step deleteRange(JsonObject object, String where) {
        if (Set.of("prefix", "from", "to").stream().noneMatch(object::containsKey)) {
            throw JsonMembers.invalid(where + " needs a prefix, from or to (an empty prefix is everything)");
        }
        return new Step.DeleteRange(namespace(object), keys(object), false);
    }

    private static Step deleteTagged(JsonObject object) {
        var scope = object.containsKey(NAMESPACE) ? Optional.of(namespace(object)) : Optional.<Namespace>empty();
        return new Step.DeleteTagged(new Tag(JsonMembers.string(object, "tag")), scope, false);
    }

    private static KeyRange keys(JsonObject object) {
        return new KeyRange(
                object.containsKey("prefix") ? JsonMembers.string(object, "prefix") : "",
                object.containsKey("from") ? new Key(JsonMembers.string(object, "from")) : null,
                object.containsKey("to") ? new Key(JsonMembers.string(object, "to")) : null);
    }

    private static Expiry expiry(JsonObject object) {
        if (object.containsKey("ttl") && object.containsKey("lease")) {
            throw JsonMembers.invalid("an entry has a ttl or a lease, not both");
        }
        if (object.containsKey("lease")) {
            return Expiry.withLease(JsonMembers.number(object, "lease"));
        }
        return object.containsKey("ttl")
                ? ExpiryParameters.ofTtl(JsonMembers.string(object, "ttl"))
                : Expiry.byDefault();
    }

    private static boolean returning(JsonObject object) {
        return JsonMembers.bool(object, "returnPrevious", false);
    }

    private static EntryName name(JsonObject object) {
        return new EntryName(namespace(object), new Key(JsonMembers.string(object, KEY)));
    }

    private static Namespace namespace(JsonObject object) {
        return object.containsKey(NAMESPACE) ? new Namespace(JsonMembers.string(object, NAMESPACE)) : Namespace.DEFAULT;
    }
}
