package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Value;
import jakarta.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/** Entries on their way out, one at a time. */
class EntryStreamWriterTest {
    private static final int ENTRIES = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void each_entry_is_a_line_and_leaves_before_the_next_one_is_asked_for() throws IOException {
        write(new EntryStream(
                this::counted,
                entry -> Json.createObjectBuilder()
                        .add("key", entry.key().text())
                        .build()));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"key\":\"k0\"}\n{\"key\":\"k1\"}\n{\"key\":\"k2\"}\n");
    }

    /** Entries that exist only once all those before them have been written. */
    private Iterator<Entry> counted() {
        return new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < ENTRIES;
            }

            @Override
            public Entry next() {
                assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(given);
                return entry("k" + given++);
            }
        };
    }

    private void write(EntryStream stream) throws IOException {
        new EntryStreamWriter()
                .writeTo(
                        stream,
                        EntryStream.class,
                        EntryStream.class,
                        new Annotation[0],
                        MediaType.WILDCARD_TYPE,
                        new MultivaluedHashMap<>(),
                        out);
    }

    private static Entry entry(String key) {
        return new Entry(
                new Key(key),
                Value.of(new byte[1], "text/plain"),
                1,
                1,
                1,
                new Author("", "alice"),
                0,
                Lifetime.FOREVER);
    }
}
