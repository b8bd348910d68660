package io.concord.core.state;

import io.concord.core.access.StoredRule;
import io.concord.core.model.Comparison;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What holds of an entry, said once more and otherwise than in the model. */
final class NaiveConditions {
    private NaiveConditions() {}

    static boolean holds(Comparison comparison, @Nullable Entry entry) {
        if (comparison instanceof Comparison.Exists exists) {
            return exists.wanted() == (entry != null);
        }
        if (comparison instanceof Comparison.Content content) {
            return entry == null
                    ? content.relation() == Comparison.Relation.NOT_EQUAL
                    : relates(
                            content.relation(),
                            Arrays.compareUnsigned(
                                    entry.value().toByteArray(),
                                    content.operand().toByteArray()));
        }
        var numeric = (Comparison.Numeric) comparison;
        long number = entry == null ? 0 : number(entry, numeric.field());
        return relates(numeric.relation(), Long.compare(number, numeric.operand()));
    }

    static boolean holds(Precondition precondition, @Nullable StoredRule rule) {
        if (precondition instanceof Precondition.RevisionIn in) {
            return rule != null && in.revisions().contains(rule.revision());
        }
        return precondition instanceof Precondition.None
                || (precondition instanceof Precondition.Present) == (rule != null);
    }

    private static long number(Entry entry, Comparison.Field field) {
        return switch (field) {
            case REVISION -> entry.revision();
            case CREATE_REVISION -> entry.createRevision();
            case VERSION -> entry.version();
            case LEASE -> entry.lifetime().leaseId();
        };
    }

    private static boolean relates(Comparison.Relation relation, int order) {
        return switch (relation) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case GREATER -> order > 0;
        };
    }

    static boolean holds(Precondition precondition, @Nullable Entry current) {
        if (precondition instanceof Precondition.RevisionIn in) {
            return current != null && in.revisions().contains(current.revision());
        }
        if (precondition instanceof Precondition.None) {
            return true;
        }
        return precondition instanceof Precondition.Absent == (current == null);
    }

    static boolean within(EntryName name, Namespace namespace, KeyRange keys) {
        byte[] key = bytes(name.key().text());
        return name.namespace().equals(namespace)
                && startsWith(key, bytes(keys.prefix()))
                && (keys.from() == null
                        || Arrays.compareUnsigned(key, bytes(keys.from().text())) >= 0)
                && (keys.to() == null
                        || Arrays.compareUnsigned(key, bytes(keys.to().text())) < 0);
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
