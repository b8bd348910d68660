package io.concord.core.state;

import io.concord.core.access.Grant;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.Comparison;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.TokenSelector;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Operations in words: {@code put key=a value=1}. A transaction has further lines, each a comparison ({@code if exists
 * key=a}, {@code if version > key=a than=3}, {@code if content = key=a value=x}) or a step of a branch ({@code then delete
 * key=a}, {@code else read key=a}).
 */
final class OperationWords {
    private OperationWords() {}

    static Operation parse(Arguments head, List<Arguments> lines) {
        return switch (head.verb()) {
            case "transaction" -> transaction(lines);
            case "create" -> new Operation.CreateNamespace(head.namespace(), settings(head), head.says("new"));
            case "destroy" -> new Operation.DestroyNamespace(head.namespace());
            case "grant" -> new Operation.GrantLease(head.number("ttl", 0));
            case "keep" -> new Operation.KeepLease(head.number("lease", 0));
            case "revoke" -> new Operation.RevokeLease(head.number("lease", 0));
            case "revoke-tokens" -> new Operation.RevokeTokens(tokens(head), head.number("until", 0));
            case "lift" -> new Operation.LiftRevocation(head.number("revocation", 0));
            case "record" ->
                new Operation.RecordToken(
                        new TokenId(head.text("own", "")),
                        new TokenBearer(head.text("name", "ci"), groups(head), grants(head)),
                        head.number("lifetime", 60));
            case "revoke-own" -> new Operation.RevokeIssuedToken(new TokenId(head.text("own", "")));
            case "add-key" ->
                new Operation.AddSigningKey(
                        new TokenId(head.text("kid", "")),
                        "public",
                        "sealed",
                        head.has("replacing")
                                ? Optional.of(new TokenId(head.text("replacing", "")))
                                : Optional.empty());
            case "remove-key" -> new Operation.RemoveSigningKey(new TokenId(head.text("kid", "")));
            default -> step(head);
        };
    }

    private static List<Grant> grants(Arguments head) {
        return head.has("granted")
                ? List.of(new Grant(
                        NamespacePattern.ALL, new KeyPattern(head.text("granted", "")), EnumSet.of(Verb.READ)))
                : List.of();
    }

    private static List<String> groups(Arguments head) {
        return head.has("groups") ? List.of(head.text("groups", "").split(",", -1)) : List.of();
    }

    private static TokenSelector tokens(Arguments head) {
        return new TokenSelector(
                head.text("issuer", ""), head.text("token-id", ""), head.text("subject", ""), head.number("before", 0));
    }

    private static Step step(Arguments line) {
        return switch (line.verb()) {
            case "put" ->
                new Step.Put(
                        line.at(),
                        line.value(),
                        line.precondition(),
                        line.expiry(),
                        line.says("returning"),
                        line.tags());
            case "delete" -> new Step.Delete(line.at(), line.precondition(), line.says("returning"));
            case "touch" -> new Step.Touch(line.at(), line.precondition(), line.expiry());
            case "increment" ->
                new Step.Increment(line.at(), line.number("delta", 1), line.number("initial", 0), line.expiry());
            case "read" -> new Step.Get(line.at());
            case "range" -> new Step.Range(line.namespace(), line.keys(), (int) line.number("limit", 100));
            case "delete-range" -> new Step.DeleteRange(line.namespace(), line.keys(), line.says("quietly"));
            case "delete-tagged" -> new Step.DeleteTagged(line.tag(), line.scope(), line.says("quietly"));
            default -> throw new IllegalArgumentException("unknown verb " + line.verb());
        };
    }

    /** None where nothing is said of them. */
    private static Optional<NamespaceSettings> settings(Arguments line) {
        if (!line.has("ttl") && !line.has("entries") && !line.has("bytes")) {
            return Optional.empty();
        }
        return Optional.of(
                new NamespaceSettings(line.number("ttl", 0), line.number("entries", 0), line.number("bytes", 0)));
    }

    private static Operation transaction(List<Arguments> lines) {
        var comparisons = new ArrayList<Comparison>();
        var then = new ArrayList<Step>();
        var otherwise = new ArrayList<Step>();
        for (var line : lines) {
            switch (line.verb()) {
                case "if" -> comparisons.add(comparison(line.shifted()));
                case "then" -> then.add(step(line.shifted()));
                case "else" -> otherwise.add(step(line.shifted()));
                default -> throw new IllegalArgumentException("unknown line of a transaction: " + line);
            }
        }
        return new Operation.Transaction(comparisons, then, otherwise);
    }

    private static Comparison comparison(Arguments line) {
        return switch (line.verb()) {
            case "exists" -> new Comparison.Exists(line.at(), true);
            case "absent" -> new Comparison.Exists(line.at(), false);
            case "content" -> new Comparison.Content(line.at(), relation(line), line.value());
            default -> new Comparison.Numeric(line.at(), field(line.verb()), relation(line), line.number("than", 0));
        };
    }

    private static Comparison.Field field(String name) {
        return Comparison.Field.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Comparison.Relation relation(Arguments line) {
        String sign = line.words().get(0);
        return switch (sign) {
            case "=" -> Comparison.Relation.EQUAL;
            case "!=" -> Comparison.Relation.NOT_EQUAL;
            case "<" -> Comparison.Relation.LESS;
            case ">" -> Comparison.Relation.GREATER;
            default -> throw new IllegalArgumentException("unknown relation " + sign);
        };
    }
}
