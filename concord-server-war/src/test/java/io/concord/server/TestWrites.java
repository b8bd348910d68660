package io.concord.server;

import io.concord.core.command.Command;
import io.concord.core.command.Origin;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import java.nio.charset.StandardCharsets;

/** Commands as clients would cause them. */
public final class TestWrites {
    private TestWrites() {}

    public static Command.Write put(String key, String value, String requestId) {
        return put(key, value.getBytes(StandardCharsets.UTF_8), requestId);
    }

    public static Command.Write put(String key, byte[] value, String requestId) {
        var origin = new Origin(new Author("", "alice"), new RequestId(requestId), 1_000, 1_000);
        return new Command.Write(
                origin,
                Command.Write.NO_DEADLINE,
                new Step.Put(
                        new EntryName(Namespace.DEFAULT, new Key(key)),
                        Value.of(value, "text/plain"),
                        Precondition.none(),
                        Expiry.byDefault(),
                        false));
    }
}
