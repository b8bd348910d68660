package io.concord.core.state;

import io.concord.core.Samples;
import io.concord.core.access.Grant;
import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.Comparison;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.TokenSelector;
import io.concord.core.model.Value;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random operations of every type on few keys, with short lifetimes and narrow quotas. */
final class SimulatedOperations {
    private static final String[] KEYS = {
        "a", "a\u0000", "ab", "abc", "b", "\ud7ff", "\uff5e", "\uff5ex", "\ud83d\ude00", "\ud83d\ude00a", "\udbff\udfff"
    };
    private static final String[] PREFIXES = {"", "a", "ab", "\ud83d\ude00", "\uff5e", "c", "\udbff\udfff"};
    private static final String[] TAGS = {"t", "t\u0000", "ta", "\uff5e", "\ud83d\ude00"};
    private static final String[] NAMESPACES = {"default", "default", "cats", "dogs"};
    private static final String[] RULES = {"a", "b", "c"};
    private static final String[] NUMBERS = {"0", "41", "-7", "9223372036854775807", "+3", "1e3", "", "12 "};

    private final Random random;
    private final SimulatedRestores restoring;
    private long revisionMax = 1;

    SimulatedOperations(Random random) {
        this.random = random;
        this.restoring = new SimulatedRestores(random, this);
    }

    /** @param revision about the one that the store has */
    Operation next(int revision) {
        revisionMax = revision + 1L;
        int kind = random.nextInt(100);
        if (kind < 60) {
            return step();
        }
        if (kind < 75) {
            return transaction();
        }
        return switch (random.nextInt(24)) {
            case 0, 1 -> new Operation.CreateNamespace(namespace(), settings(), random.nextInt(4) == 0);
            case 2 ->
                random.nextBoolean()
                        ? new Operation.DestroyNamespace(new Namespace("cats"))
                        : new Operation.DestroyNamespace(new Namespace("dogs"));
            case 3, 4, 5 -> new Operation.GrantLease(ttlMillis());
            case 6, 7 -> new Operation.KeepLease(leaseId());
            case 8 -> new Operation.RevokeTokens(tokens(), random.nextBoolean() ? 0 : 1 + random.nextInt(500));
            case 9 -> new Operation.LiftRevocation(1L + random.nextInt(8));
            case 11, 12 -> new Operation.RecordToken(tokenId(), bearer(), 1L + random.nextInt(3));
            case 13 -> aboutOwnTokens();
            case 14, 15 -> new Operation.PutRule(Samples.rule(pick(RULES)), ruleCondition());
            case 16 -> new Operation.DeleteRule(pick(RULES), ruleCondition());
            case 17, 18, 19, 20, 21, 22 -> restoring.next(revision);
            default -> new Operation.RevokeLease(leaseId());
        };
    }

    private Precondition ruleCondition() {
        return switch (random.nextInt(6)) {
            case 0 -> Precondition.absent();
            case 1 -> Precondition.present();
            case 2 -> Precondition.revisionIn(1 + random.nextInt(9), 1 + random.nextInt(9));
            default -> Precondition.none();
        };
    }

    private Operation aboutOwnTokens() {
        return switch (random.nextInt(4)) {
            case 0 -> new Operation.RevokeIssuedToken(tokenId());
            case 1 -> new Operation.RemoveSigningKey(keyId());
            default ->
                new Operation.AddSigningKey(
                        keyId(), "public", "sealed", random.nextInt(3) == 0 ? Optional.empty() : Optional.of(keyId()));
        };
    }

    private TokenId tokenId() {
        return new TokenId("own" + random.nextInt(8));
    }

    private TokenId keyId() {
        return new TokenId("key" + random.nextInt(3));
    }

    private TokenBearer bearer() {
        return new TokenBearer(
                pick(TAGS),
                random.nextBoolean() ? List.of() : List.of("concord-reader", "g"),
                random.nextBoolean() ? List.of() : List.of(Grant.everywhere(EnumSet.of(Verb.READ))));
    }

    private TokenSelector tokens() {
        return switch (random.nextInt(3)) {
            case 0 -> TokenSelector.ofId("", "t" + random.nextInt(20));
            case 1 -> new TokenSelector("", "", SimulatedLog.SUBJECTS[0], random.nextInt(100));
            default -> new TokenSelector("", "", "", random.nextInt(50));
        };
    }

    private Step step() {
        return switch (random.nextInt(17)) {
            case 0, 1 -> new Step.Delete(at(), precondition(), random.nextBoolean());
            case 2 -> new Step.Touch(at(), precondition(), expiry());
            case 3, 4 -> new Step.Increment(at(), random.nextInt(9) - 4, random.nextInt(9), expiry());
            case 5 -> new Step.Get(at());
            case 6 -> new Step.Range(namespace(), keys(), 1 + random.nextInt(5));
            case 7 -> new Step.DeleteRange(namespace(), keys(), random.nextBoolean());
            case 8 -> new Step.DeleteTagged(tag(), scope(), random.nextBoolean());
            default -> new Step.Put(at(), value(), precondition(), expiry(), random.nextInt(3) == 0, tags());
        };
    }

    private Operation transaction() {
        return new Operation.Transaction(comparisons(), steps(), steps());
    }

    /** A second write to the same entry is left out, because no transaction may have one. */
    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        var written = new HashSet<EntryName>();
        for (int left = random.nextInt(5); left > 0; left--) {
            var step = step();
            if (step.written().map(written::add).orElse(true)) {
                steps.add(step);
            }
        }
        return steps;
    }

    private List<Comparison> comparisons() {
        var comparisons = new ArrayList<Comparison>();
        for (int left = random.nextInt(3); left > 0; left--) {
            comparisons.add(comparison());
        }
        return comparisons;
    }

    private Comparison comparison() {
        var relation = pick(Comparison.Relation.values());
        return switch (random.nextInt(3)) {
            case 0 -> new Comparison.Exists(at(), random.nextBoolean());
            case 1 -> new Comparison.Content(at(), relation, value());
            default -> {
                var field = pick(Comparison.Field.values());
                yield new Comparison.Numeric(at(), field, relation, random.nextLong(revisionMax + 2));
            }
        };
    }

    EntryName at() {
        return new EntryName(namespace(), key());
    }

    Namespace namespace() {
        return new Namespace(pick(NAMESPACES));
    }

    Key key() {
        return new Key(pick(KEYS));
    }

    KeyRange keys() {
        return new KeyRange(random.nextBoolean() ? "" : pick(PREFIXES), bound(), bound());
    }

    private @Nullable Key bound() {
        return random.nextInt(3) == 0 ? key() : null;
    }

    Value value() {
        if (random.nextInt(4) == 0) {
            return Value.of(pick(NUMBERS).getBytes(StandardCharsets.US_ASCII), "text/plain");
        }
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return Value.of(bytes, "a/b");
    }

    private Optional<Namespace> scope() {
        return random.nextBoolean() ? Optional.empty() : Optional.of(namespace());
    }

    private Tag tag() {
        return new Tag(pick(TAGS));
    }

    /** Mostly none, so that what is there lasts. */
    Tags tags() {
        var texts = new ArrayList<String>();
        for (int left = random.nextInt(2) * random.nextInt(3); left > 0; left--) {
            texts.add(pick(TAGS));
        }
        return Tags.of(texts);
    }

    private Precondition precondition() {
        return switch (random.nextInt(8)) {
            case 0 -> Precondition.absent();
            case 1 -> Precondition.present();
            case 2 -> Precondition.revisionIn(1 + random.nextLong(revisionMax), 1 + random.nextLong(10));
            default -> Precondition.none();
        };
    }

    private Expiry expiry() {
        return random.nextInt(5) == 0 ? Expiry.keptOr(newLifetime()) : newLifetime();
    }

    private Expiry newLifetime() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> Expiry.never();
            case 2, 3 -> Expiry.after(ttlMillis());
            case 4 -> Expiry.withLease(leaseId());
            default -> Expiry.byDefault();
        };
    }

    /** Few different ones, so that many end at the same time. */
    private long ttlMillis() {
        return 1L + random.nextInt(12);
    }

    private long leaseId() {
        return (random.nextInt(6) == 0 ? PendingRestore.AHEAD : 0) + 1L + random.nextInt(8);
    }

    Optional<NamespaceSettings> settings() {
        if (random.nextInt(3) == 0) {
            return Optional.empty();
        }
        return Optional.of(new NamespaceSettings(
                random.nextBoolean() ? ttlMillis() : 0,
                random.nextBoolean() ? random.nextInt(6) : 0,
                random.nextBoolean() ? random.nextInt(120) : 0));
    }

    private <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
