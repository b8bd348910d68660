package io.concord.core.access;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The bytes of rules and grants:
 *
 * <pre>
 * rule:     string name, u16 count, grantees; u16 count, grants
 * grantee:  u8 1 and string group, u8 2 and string issuer, string subject, or u8 3 anybody
 * grant:    string namespace pattern, string key pattern, u8 verbs (1 read, 2 write, 4 delete, 8 watch, 16 admin; added)
 * </pre>
 */
public final class RuleFormat {
    private static final String FORMAT = "rule";
    private static final int GROUP = 1;
    private static final int SUBJECT = 2;
    private static final int ANYBODY = 3;

    private RuleFormat() {}

    public static ByteWriter write(ByteWriter out, Rule rule) {
        out.string(rule.name()).u16(rule.grantees().size());
        rule.grantees().forEach(grantee -> writeGrantee(out, grantee));
        return writeGrants(out, rule.grants());
    }

    public static Rule read(ByteReader in) {
        return new Rule(in.string(), readList(in, RuleFormat::readGrantee), readGrants(in));
    }

    /** A count and the grants. */
    public static ByteWriter writeGrants(ByteWriter out, List<Grant> grants) {
        out.u16(grants.size());
        grants.forEach(grant ->
                out.string(grant.namespace().text()).string(grant.key().text()).u8(bits(grant.verbs())));
        return out;
    }

    public static List<Grant> readGrants(ByteReader in) {
        return readList(
                in,
                grant -> new Grant(
                        new NamespacePattern(grant.string()), new KeyPattern(grant.string()), verbs(grant.u8())));
    }

    private static ByteWriter writeGrantee(ByteWriter out, Grantee grantee) {
        if (grantee instanceof Grantee.Group group) {
            return out.u8(GROUP).string(group.name());
        }
        return grantee instanceof Grantee.Subject one
                ? out.u8(SUBJECT).string(one.issuer()).string(one.subject())
                : out.u8(ANYBODY);
    }

    private static Grantee readGrantee(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case GROUP -> new Grantee.Group(in.string());
            case SUBJECT -> new Grantee.Subject(in.string(), in.string());
            case ANYBODY -> Grantee.Anybody.INSTANCE;
            default -> throw FormatException.unknownTag("grantee", tag);
        };
    }

    private static int bits(Set<Verb> verbs) {
        return verbs.stream().mapToInt(RuleFormat::bit).sum();
    }

    private static int bit(Verb verb) {
        return switch (verb) {
            case READ -> 1;
            case WRITE -> 2;
            case DELETE -> 4;
            case WATCH -> 8;
            case ADMIN -> 16;
        };
    }

    private static Set<Verb> verbs(int bits) {
        var verbs = EnumSet.noneOf(Verb.class);
        for (var verb : Verb.values()) {
            if ((bits & bit(verb)) != 0) {
                verbs.add(verb);
            }
        }
        if (bits(verbs) != bits) {
            throw new FormatException(FORMAT + " has the verbs " + bits);
        }
        return verbs;
    }

    /** The list grows as its elements arrive, so that a false count costs nothing. */
    private static <T> List<T> readList(ByteReader in, Function<ByteReader, T> element) {
        var list = new ArrayList<T>();
        for (int left = in.u16(); left > 0; left--) {
            list.add(element.apply(in));
        }
        return list;
    }
}
