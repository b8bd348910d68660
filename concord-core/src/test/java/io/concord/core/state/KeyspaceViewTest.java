package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.Samples;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KeyspaceViewTest {
    private static final Key LEFT = new Key("left");
    private static final Key RIGHT = new Key("right");

    @Test
    void a_view_stays_as_it_was_while_the_store_goes_on() {
        var keyspace = new Keyspace();
        keyspace.apply(0, Samples.put("r1", 100, "greeting", "hello"));
        var view = keyspace.view();
        byte[] digest = view.digest();

        keyspace.apply(0, Samples.put("r2", 101, "greeting", "goodbye"));
        keyspace.apply(0, Samples.delete("r3", 102, "greeting"));

        assertThat(view.revision()).isEqualTo(1);
        assertThat(view.get(Namespace.DEFAULT, new Key("greeting")).map(Entry::value))
                .contains(Samples.text("hello"));
        assertThat(view.digest()).isEqualTo(digest);
    }

    /** Left and right are written in turn, so in any whole view they have the same version or left is one ahead. */
    @Test
    void readers_see_whole_commands_in_their_order() throws Exception {
        var keyspace = new Keyspace(new Bounds(16, 1_000_000, 16, 1_000_000, 16));
        var done = new AtomicBoolean();
        var executor = Executors.newFixedThreadPool(3);
        try {
            var readers = new ArrayList<Future<Long>>();
            for (int i = 0; i < 3; i++) {
                readers.add(executor.submit(reader(keyspace, done)));
            }

            for (int i = 1; i <= 50_000; i++) {
                keyspace.apply(0, Samples.put("l" + i, i, LEFT.text(), "left"));
                keyspace.apply(0, Samples.put("r" + i, i, RIGHT.text(), "right"));
            }
            done.set(true);

            for (var reader : readers) {
                assertThat(reader.get()).isEqualTo(100_000);
            }
        } finally {
            done.set(true);
            executor.shutdownNow();
        }
    }

    private static Callable<Long> reader(Keyspace keyspace, AtomicBoolean done) {
        return () -> {
            long last = 0;
            boolean isLast;
            do {
                isLast = done.get();
                var view = keyspace.view();
                long left = version(view, LEFT);
                long right = version(view, RIGHT);

                assertThat(left - right).isBetween(0L, 1L);
                assertThat(view.revision()).isEqualTo(left + right).isGreaterThanOrEqualTo(last);
                assertThat(view.entryCount()).isEqualTo(Math.min(2, view.revision()));
                last = view.revision();
            } while (!isLast);
            return last;
        };
    }

    private static long version(KeyspaceView view, Key key) {
        return view.get(Namespace.DEFAULT, key).map(Entry::version).orElse(0L);
    }
}
