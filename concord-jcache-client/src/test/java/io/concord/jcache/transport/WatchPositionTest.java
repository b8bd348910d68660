package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.Author;
import io.concord.core.model.Key;
import io.concord.core.protocol.watch.WatchFrame;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an observer is told when streams break and go on. */
class WatchPositionTest {
    private final RecordedObserver observer = new RecordedObserver();
    private final WatchPosition position = new WatchPosition(observer);

    @Test
    void a_commit_that_broke_in_its_midst_goes_on_where_it_broke() {
        tell(new WatchFrame.Progress(7), begun(9), deleted("a"), deleted("b"));
        assertThat(position.next()).isEqualTo(8);

        tell(new WatchFrame.Progress(7), begun(9), deleted("a"), deleted("b"), deleted("c"), ended(9));

        assertThat(observer.told())
                .containsExactly("begun 7", "commit 9", "DELETED a", "DELETED b", "DELETED c", "end 9");
        assertThat(position.next()).isEqualTo(10);
    }

    @Test
    void marks_move_on_where_the_next_stream_begins() {
        tell(new WatchFrame.Progress(7), new WatchFrame.Progress(12));

        assertThat(observer.told()).containsExactly("begun 7", "progress 12");
        assertThat(position.next()).isEqualTo(13);
    }

    @Test
    void what_the_store_has_forgotten_is_a_gap_and_an_open_commit_does_not_end() {
        tell(new WatchFrame.Progress(7), begun(9), deleted("a"));

        position.lose();
        assertThat(position.next()).isEqualTo(WatchPosition.NEWEST);
        tell(new WatchFrame.Progress(50_000), begun(50_001), deleted("b"), ended(50_001));

        assertThat(observer.told())
                .containsExactly(
                        "begun 7", "commit 9", "DELETED a", "gap 50000", "commit 50001", "DELETED b", "end 50001");
    }

    private void tell(WatchFrame... frames) {
        List.of(frames).forEach(frame -> frame.accept(position));
    }

    private static WatchFrame begun(long revision) {
        return new WatchFrame.CommitBegun(
                revision, FakeStore.TIME_MILLIS, new Author("https://issuer.example", "alice"));
    }

    private static WatchFrame deleted(String key) {
        return new WatchFrame.Deleted(new Key(key), Optional.empty(), false);
    }

    private static WatchFrame ended(long revision) {
        return new WatchFrame.CommitEnded(revision);
    }
}
