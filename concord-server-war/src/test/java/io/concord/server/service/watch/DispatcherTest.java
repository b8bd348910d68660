package io.concord.server.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.service.Caller;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is woken, without the dispatcher's thread. */
class DispatcherTest {
    private final Store store = new Store();
    private final List<Watcher> woken = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(store::localView, woken::add);

    @Test
    void only_those_are_woken_whom_a_commit_concerns() {
        var a = added(Filters.key("a"));
        var b = added(Filters.key("b"));
        store.put("b", "1");
        store.put("c", "2");

        dispatcher.round();

        assertThat(woken).containsExactly(b);
        assertThat(b.backlog().take().revision(0)).isEqualTo(1);
        assertThat(a.backlog().take().isEmpty()).isTrue();
        assertThat(dispatcher.dispatched()).isEqualTo(2);
    }

    @Test
    void a_type_that_a_watcher_did_not_ask_for_does_not_wake_it() {
        var watcher = added(Filters.only(EventType.DELETE));
        store.put("a", "1");
        dispatcher.round();
        assertThat(woken).isEmpty();

        store.delete("a");
        dispatcher.round();

        assertThat(woken).containsExactly(watcher);
    }

    @Test
    void what_happened_while_nobody_watched_is_not_looked_at() {
        store.put("a", "1");

        added(Filters.key("a"));
        dispatcher.round();

        assertThat(woken).isEmpty();
        assertThat(dispatcher.dispatched()).isEqualTo(1);
    }

    @Test
    void nobody_is_woken_any_more_who_was_removed() {
        var watcher = added(Filters.EVERYTHING);
        dispatcher.remove(watcher);
        store.put("a", "1");

        dispatcher.round();

        assertThat(woken).isEmpty();
    }

    @Test
    void when_commits_were_forgotten_before_it_saw_them_everybody_looks_for_himself() {
        var a = added(Filters.key("a"));
        var b = added(Filters.key("b"));
        store.forgetRevision(1);

        dispatcher.round();

        assertThat(woken).containsExactlyInAnyOrder(a, b);
        assertThat(a.backlog().take().everything()).isTrue();
        assertThat(dispatcher.dispatched()).isEqualTo(store.localView().revision());
    }

    @Test
    void a_watcher_is_woken_once_for_all_commits_of_a_round_that_concern_it() {
        var watcher = added(Filters.EVERYTHING);
        var other = added(Filters.EVERYTHING);
        store.put("a", "1");
        store.put("b", "2");

        var looked = dispatcher.round();

        assertThat(looked).isEqualTo(2);
        assertThat(woken).containsExactlyInAnyOrder(watcher, other);
        assertThat(watcher.backlog().take().count()).isEqualTo(2);
        assertThat(other.backlog().take().count()).isEqualTo(2);
    }

    @Test
    void who_is_told_of_more_commits_than_a_backlog_holds_looks_for_himself() {
        var watcher = added(Filters.EVERYTHING);
        for (var i = 0; i <= Backlog.EXACT_MAX; i++) {
            store.put("a", "1");
        }

        dispatcher.round();

        assertThat(watcher.backlog().take().everything()).isTrue();
    }

    private Watcher added(WatchFilter filter) {
        var watcher = new Watcher(
                filter,
                Filters.permit(Caller.ANYBODY),
                new RecordingSink(),
                store.localView().revision() + 1);
        watcher.backlog().take();
        dispatcher.add(watcher);
        return watcher;
    }
}
