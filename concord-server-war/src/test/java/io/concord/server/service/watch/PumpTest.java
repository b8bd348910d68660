package io.concord.server.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.service.Caller;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a watcher is told, step by step and by one thread. */
class PumpTest {
    private final Store store = new Store();
    private final RecordingSink sink = new RecordingSink();
    private final CountingMeter meter = new CountingMeter();
    private long dispatched;

    @Test
    void a_new_watcher_is_told_what_happened_since_its_revision_and_then_where_it_is() throws IOException {
        store.put("a", "1");
        store.put("a", "2");
        store.put("b", "3");
        store.delete("a");
        var watcher = watcher(Filters.key("a"), 2);

        assertThat(step(watcher)).isEqualTo(Pump.Result.DONE);

        assertThat(sink.told()).containsExactly("2 put a", "4 delete a", "mark 4");
        assertThat(watcher.next()).isEqualTo(5);
    }

    @Test
    void a_watcher_that_waits_for_a_revision_is_told_nothing_before_it() throws IOException {
        store.put("a", "1");
        var watcher = watcher(Filters.EVERYTHING, 3);

        step(watcher);
        store.put("a", "2");
        watcher.backlog().add(2);
        step(watcher);
        store.put("a", "3");
        watcher.backlog().add(3);
        step(watcher);

        assertThat(sink.told()).containsExactly("mark 2", "3 put a");
    }

    @Test
    void a_watcher_that_is_flagged_twice_for_a_commit_is_told_it_once() throws IOException {
        var watcher = watcher(Filters.EVERYTHING, 1);
        step(watcher);
        store.put("a", "1");
        watcher.backlog().add(1);
        watcher.backlog().addEverything();
        step(watcher);
        watcher.backlog().add(1);

        step(watcher);

        assertThat(sink.news()).containsExactly("1 put a");
    }

    @Test
    void only_the_types_asked_for_are_told() throws IOException {
        store.put("a", "1");
        store.delete("a");

        step(watcher(Filters.only(EventType.DELETE), 1));

        assertThat(sink.news()).containsExactly("2 delete a");
    }

    @Test
    void all_events_of_a_commit_come_together() throws IOException {
        store.putTogether("a/1", "b", "a/2");

        step(watcher(Filters.prefix("a/"), 1));

        assertThat(sink.news()).containsExactly("1 put a/1, put a/2");
    }

    @Test
    void what_expires_is_told() throws IOException {
        store.putFor(100, "a");
        store.pass(1_000);

        step(watcher(Filters.only(EventType.EXPIRE), 1));

        assertThat(sink.news()).containsExactly("2 expire a");
    }

    @Test
    void a_mark_names_a_revision_that_did_not_concern_the_watcher() throws IOException {
        var watcher = watcher(Filters.key("a"), 1);
        step(watcher);
        store.put("b", "1");
        dispatched = 1;
        watcher.requestMark();

        step(watcher);

        assertThat(sink.told()).containsExactly("mark 0", "mark 1");
        assertThat(watcher.next()).isEqualTo(2);
    }

    @Test
    void a_step_ends_after_so_many_bytes_and_the_next_goes_on() throws IOException {
        for (var i = 0; i < 5; i++) {
            store.put("a", "x");
        }
        sink.countEachCommitAs(Pump.STEP_BYTES / 2);
        var watcher = watcher(Filters.EVERYTHING, 1);
        var pump = pump(watcher);

        assertThat(pump.step(System::nanoTime)).isEqualTo(Pump.Result.MORE);
        assertThat(sink.revisions()).containsExactly(1L, 2L);
        assertThat(pump.step(System::nanoTime)).isEqualTo(Pump.Result.MORE);
        assertThat(pump.step(System::nanoTime)).isEqualTo(Pump.Result.DONE);
        assertThat(sink.revisions()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_step_that_was_told_exactly_what_to_tell_ends_after_so_many_bytes_too() throws IOException {
        var watcher = watcher(Filters.EVERYTHING, 1);
        var pump = pump(watcher);
        pump.step(System::nanoTime);
        for (var i = 1; i <= 3; i++) {
            watcher.backlog().add(store.put("a", "x"));
        }
        sink.countEachCommitAs(Pump.STEP_BYTES);

        assertThat(pump.step(System::nanoTime)).isEqualTo(Pump.Result.MORE);
        watcher.backlog().add(store.put("a", "x"));
        assertThat(pump.step(System::nanoTime)).isEqualTo(Pump.Result.MORE);
        assertThat(pump.step(System::nanoTime)).isEqualTo(Pump.Result.DONE);
        assertThat(pump.step(System::nanoTime)).isEqualTo(Pump.Result.DONE);
        assertThat(sink.revisions()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void a_watcher_that_has_fallen_out_of_the_history_is_cut_with_its_resume_point() throws IOException {
        var watcher = watcher(Filters.EVERYTHING, 1);
        step(watcher);
        store.put("a", "1");
        store.put("a", "2");
        watcher.backlog().add(1);
        watcher.backlog().add(2);
        store.forgetRevision(1);

        assertThat(step(watcher)).isEqualTo(Pump.Result.OVER);

        assertThat(sink.told()).containsExactly("mark 0", "cut compacted 1");
        assertThat(meter.cuts()).containsExactly(CutReason.COMPACTED);
    }

    @Test
    void an_end_goes_before_everything_else() throws IOException {
        store.put("a", "1");
        var watcher = watcher(Filters.EVERYTHING, 1);
        watcher.end(EndReason.TOKEN_EXPIRED);

        assertThat(step(watcher)).isEqualTo(Pump.Result.OVER);

        assertThat(sink.told()).containsExactly("end token-expired 1");
    }

    private Watcher watcher(WatchFilter filter, long fromRevision) {
        return new Watcher(filter, Filters.permit(Caller.ANYBODY), sink, fromRevision);
    }

    private Pump.Result step(Watcher watcher) throws IOException {
        return pump(watcher).step(System::nanoTime);
    }

    private Pump pump(Watcher watcher) {
        return new Pump(watcher, store::localView, () -> dispatched, meter);
    }
}
