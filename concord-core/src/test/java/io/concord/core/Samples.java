package io.concord.core;

import io.concord.core.access.Grant;
import io.concord.core.access.Grantee;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Rule;
import io.concord.core.access.Verb;
import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Values that tests share. */
public final class Samples {
    public static final Author ALICE = new Author("https://issuer.example", "alice");
    public static final Namespace CONFIG = new Namespace("config");

    private Samples() {}

    public static Origin origin(String requestId, long timeMillis) {
        return new Origin(ALICE, new RequestId(requestId), timeMillis, timeMillis);
    }

    /** Of every kind of grantee, pattern and verb. */
    public static Rule rule(String name) {
        return new Rule(
                name,
                List.of(
                        new Grantee.Group("staff"),
                        new Grantee.Subject("", "bob"),
                        new Grantee.Subject("https://issuer.example", "alice"),
                        Grantee.Anybody.INSTANCE),
                List.of(
                        new Grant(
                                new NamespacePattern("shop"),
                                new KeyPattern("tenants/{claim:tenant_id}/**"),
                                Set.of(Verb.READ, Verb.WRITE, Verb.WATCH)),
                        new Grant(new NamespacePattern("shop"), new KeyPattern("motd"), Set.of(Verb.DELETE)),
                        new Grant(NamespacePattern.ALL, KeyPattern.ALL, Set.of(Verb.ADMIN))));
    }

    public static Value text(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    }

    /** The key's place in the default namespace. */
    public static EntryName at(String key) {
        return new EntryName(Namespace.DEFAULT, new Key(key));
    }

    public static Entry entry(String key, String value, long createRevision, long revision, Lifetime lifetime) {
        return new Entry(
                new Key(key),
                text(value),
                createRevision,
                revision,
                revision - createRevision + 1,
                ALICE,
                1_767_225_600_000L,
                lifetime);
    }

    public static Command.Write write(String requestId, long timeMillis, Operation operation) {
        return new Command.Write(origin(requestId, timeMillis), Command.Write.NO_DEADLINE, operation);
    }

    public static Command.Write put(String requestId, long timeMillis, String key, String value) {
        return put(requestId, timeMillis, key, value, Expiry.byDefault());
    }

    public static Command.Write put(String requestId, long timeMillis, String key, String value, Expiry expiry) {
        return write(requestId, timeMillis, new Step.Put(at(key), text(value), Precondition.none(), expiry, false));
    }

    public static Command.Write delete(String requestId, long timeMillis, String key) {
        return write(requestId, timeMillis, new Step.Delete(at(key), Precondition.none(), false));
    }
}
