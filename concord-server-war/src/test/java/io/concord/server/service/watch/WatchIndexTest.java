package io.concord.server.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.Author;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.Value;
import io.concord.server.service.Caller;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchIndexTest {
    private static final Namespace OTHER = new Namespace("other");

    private final WatchIndex index = new WatchIndex();

    @Test
    void a_watcher_is_found_by_its_key_and_by_its_prefix_and_in_its_namespace_only() {
        var key = added(Filters.key("users/alice"));
        var prefix = added(Filters.prefix("users/"));
        var all = added(Filters.EVERYTHING);
        var longer = added(Filters.prefix("users/alice/"));
        var elsewhere = added(new WatchFilter(OTHER, new Selection.WithPrefix(""), EnumSet.allOf(EventType.class)));

        assertThat(found(Namespace.DEFAULT, "users/alice")).containsExactlyInAnyOrder(key, prefix, all);
        assertThat(found(Namespace.DEFAULT, "users/alice/phone")).containsExactlyInAnyOrder(prefix, all, longer);
        assertThat(found(Namespace.DEFAULT, "u")).containsExactly(all);
        assertThat(found(OTHER, "users/alice")).containsExactly(elsewhere);
    }

    @Test
    void a_watcher_that_was_removed_leaves_nothing_behind() {
        var first = added(Filters.prefix("a"));
        var second = added(Filters.prefix("a"));
        var third = added(Filters.key("a"));

        index.remove(first);
        assertThat(found(Namespace.DEFAULT, "a")).containsExactlyInAnyOrder(second, third);

        index.remove(first);
        index.remove(second);
        index.remove(third);
        assertThat(found(Namespace.DEFAULT, "a")).isEmpty();
        assertThat(index.isEmpty()).isTrue();
    }

    @Test
    void it_finds_whom_asking_each_would_find() {
        var random = new Random(20);
        var watchers = new HashSet<Watcher>();
        for (var step = 0; step < 5_000; step++) {
            if (random.nextInt(3) > 0 || watchers.isEmpty()) {
                var text = text(random, 0);
                watchers.add(added(random.nextBoolean() && !text.isEmpty() ? Filters.key(text) : Filters.prefix(text)));
            } else {
                var leaving = watchers.iterator().next();
                watchers.remove(leaving);
                index.remove(leaving);
            }
            var event = event(Namespace.DEFAULT, text(random, 1));

            assertThat(found(event))
                    .doesNotHaveDuplicates()
                    .hasSameElementsAs(watchers.stream()
                            .filter(watcher -> watcher.filter().matches(event))
                            .toList());
        }
    }

    private static String text(Random random, int min) {
        return Stream.generate(() -> random.nextBoolean() ? "a" : "é")
                .limit(min + random.nextInt(4))
                .collect(Collectors.joining());
    }

    private Watcher added(WatchFilter filter) {
        var watcher = new Watcher(filter, Filters.permit(Caller.ANYBODY), new RecordingSink(), 1);
        index.add(watcher);
        return watcher;
    }

    private List<Watcher> found(Namespace namespace, String key) {
        return found(event(namespace, key));
    }

    private List<Watcher> found(ChangeEvent event) {
        var found = new ArrayList<Watcher>();
        index.find(event, group -> group.forEach(found::add));
        return found;
    }

    private static ChangeEvent event(Namespace namespace, String key) {
        var value = Value.of(new byte[0], "text/plain");
        var entry = new Entry(new Key(key), value, 1, 1, 1, Author.CONCORD, 0, Lifetime.FOREVER);
        return new ChangeEvent.EntryWritten(namespace, entry, Optional.empty());
    }
}
