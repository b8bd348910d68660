package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import io.concord.core.state.Commit;
import io.concord.core.state.Keyspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Commits as one line of JSON. */
class EventJsonTest {
    private static final EntryName A = new EntryName(Namespace.DEFAULT, new Key("a"));
    private static final long NEW_YEAR_MILLIS = 1_767_225_600_000L;

    private final Keyspace keyspace = new Keyspace();
    private int requests;

    @Test
    void a_put_tells_the_entry_with_its_tags_where_it_has_some() throws IOException {
        var plain = apply(put("1", Expiry.never(), Tags.NONE));
        var tagged = apply(put("2", Expiry.never(), Tags.of("shop", "a \"b\"")));

        assertThat(told(false, plain))
                .isEqualTo(
                        "{\"revision\":1,\"written\":\"2026-01-01T00:00:00Z\",\"author\":\"alice\",\"events\":["
                                + "{\"type\":\"put\",\"namespace\":\"default\",\"key\":\"a\",\"createRevision\":1,\"version\":1,"
                                + "\"contentType\":\"text/plain\",\"encoding\":\"text\",\"value\":\"1\",\"author\":\"alice\"}]}");
        assertThat(told(false, tagged)).contains("\"value\":\"2\",\"tags\":[\"a \\\"b\\\"\",\"shop\"],\"author\"");
    }

    @Test
    void what_was_before_is_told_with_its_tags_to_those_who_want_it() throws IOException {
        apply(put("1", Expiry.never(), Tags.of("shop")));
        var deleted = apply(new Step.Delete(A, Precondition.none(), false));

        assertThat(told(true, deleted))
                .contains("{\"type\":\"delete\",\"namespace\":\"default\",\"key\":\"a\",\"author\":\"alice\","
                        + "\"previous\":{\"revision\":1,\"createRevision\":1,\"version\":1,")
                .contains("\"value\":\"1\",\"tags\":[\"shop\"],\"author\":\"alice\"}}");
        assertThat(told(false, deleted)).doesNotContain("previous").doesNotContain("shop");
    }

    @Test
    void an_expiry_is_by_the_store_itself_and_says_what_has_expired() throws IOException {
        apply(put("1", Expiry.after(5), Tags.NONE));
        var expired =
                keyspace.apply(100, new Command.Tick(NEW_YEAR_MILLIS)).commits().get(0);

        assertThat(told(true, expired))
                .contains("\"author\":\"concord\",\"events\":[{\"type\":\"expire\",")
                .contains("\"previous\":{\"revision\":1,");
    }

    private Step.Put put(String text, Expiry expiry, Tags tags) {
        var value = Value.of(text.getBytes(StandardCharsets.UTF_8), "text/plain");
        return new Step.Put(A, value, Precondition.none(), expiry, false, tags);
    }

    private Commit apply(Operation operation) {
        var origin = new Origin(new Author("idp", "alice"), new RequestId("r" + requests++), NEW_YEAR_MILLIS, 1);
        return keyspace.apply(1, new Command.Write(origin, Command.Write.NO_DEADLINE, operation))
                .commits()
                .get(0);
    }

    private static String told(boolean withPrevious, Commit commit) throws IOException {
        var out = new ByteArrayOutputStream();
        var json = new JsonBytes(out);
        new EventJson(withPrevious).write(commit, commit.iterator(), json);
        json.flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
