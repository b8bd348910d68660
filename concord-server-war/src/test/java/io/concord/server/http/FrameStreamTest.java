package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.protocol.watch.WatchFrame;
import io.concord.core.protocol.watch.WatchFrameReader;
import io.concord.core.state.Commit;
import io.concord.core.state.Keyspace;
import io.concord.server.service.watch.CutReason;
import io.concord.server.service.watch.EndReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameStreamTest {
    private static final Author ALICE = new Author("https://issuer.example", "alice");
    private static final long NOW_MILLIS = 1_767_225_600_000L;

    private final Keyspace keyspace = new Keyspace();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicInteger closed = new AtomicInteger();
    private int requests;

    @Test
    void a_commit_stands_between_its_beginning_and_its_end() throws IOException {
        var first = entry(put("a", 3, Expiry.byDefault()));
        var second = put("a", 5, Expiry.byDefault());

        var frames = told(true, second);

        assertThat(frames)
                .containsExactly(
                        new WatchFrame.CommitBegun(2, NOW_MILLIS, ALICE),
                        new WatchFrame.Written(entry(second), Optional.of(first)),
                        new WatchFrame.CommitEnded(2));
    }

    @Test
    void entries_before_are_told_only_to_those_who_want_them() throws IOException {
        put("a", 3, Expiry.byDefault());
        var replaced = put("a", 5, Expiry.after(10));
        var expired =
                keyspace.apply(100, new Command.Tick(NOW_MILLIS)).commits().get(0);

        var frames = told(false, replaced, expired);

        assertThat(frames.get(1)).isEqualTo(new WatchFrame.Written(entry(replaced), Optional.empty()));
        assertThat(frames.get(4)).isEqualTo(new WatchFrame.Expired(new Key("a"), Optional.empty()));
        assertThat(told(true, expired).get(1))
                .isEqualTo(new WatchFrame.Expired(new Key("a"), Optional.of(entry(replaced))));
    }

    @Test
    void what_is_deleted_quietly_says_so() throws IOException {
        put("a", 3, Expiry.byDefault());
        var quiet = apply(new Step.DeleteRange(Namespace.DEFAULT, KeyRange.ALL, true));
        put("a", 3, Expiry.byDefault());
        var loud = apply(new Step.DeleteRange(Namespace.DEFAULT, KeyRange.ALL, false));

        var frames = told(false, quiet, loud);

        assertThat(frames.get(1)).isEqualTo(new WatchFrame.Deleted(new Key("a"), Optional.empty(), true));
        assertThat(frames.get(4)).isEqualTo(new WatchFrame.Deleted(new Key("a"), Optional.empty(), false));
    }

    @Test
    void a_value_larger_than_the_buffer_comes_whole_and_the_bytes_are_counted() throws IOException {
        var commit = put("large", 100_000, Expiry.byDefault());
        var stream = stream(false);

        var bytes = stream.commit(commit, commit.iterator());
        stream.flush();

        assertThat(bytes).isEqualTo(out.size() - 1);
        assertThat(read().get(1)).isEqualTo(new WatchFrame.Written(entry(commit), Optional.empty()));
    }

    @Test
    void marks_and_the_end_have_frames_and_the_close_is_passed_on() throws IOException {
        var stream = stream(false);
        stream.progress(8);
        stream.end(EndReason.TOKEN_EXPIRED, 9);
        stream.flush();

        stream.close();

        assertThat(read()).containsExactly(new WatchFrame.Progress(8), new WatchFrame.Ended("token-expired", 9));
        assertThat(closed).hasValue(1);
    }

    @Test
    void a_watcher_that_is_cut_is_told_where_to_go_on() throws IOException {
        var stream = stream(false);

        stream.cut(CutReason.COMPACTED, 9);
        stream.flush();

        assertThat(read()).containsExactly(new WatchFrame.Cut("compacted", 9));
    }

    private FrameStream stream(boolean withPrevious) {
        out.reset();
        return new FrameStream(out, withPrevious, closed::incrementAndGet);
    }

    private List<WatchFrame> told(boolean withPrevious, Commit... commits) throws IOException {
        var stream = stream(withPrevious);
        for (var commit : commits) {
            stream.commit(commit, commit.iterator());
        }
        stream.flush();
        return read();
    }

    private List<WatchFrame> read() throws IOException {
        var reader = new WatchFrameReader(new ByteArrayInputStream(out.toByteArray()));
        var frames = new ArrayList<WatchFrame>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    private Commit put(String key, int bytes, Expiry expiry) {
        return apply(new Step.Put(
                new EntryName(Namespace.DEFAULT, new Key(key)),
                Value.of(new byte[bytes], "text/plain"),
                Precondition.none(),
                expiry,
                false));
    }

    private Commit apply(Operation operation) {
        var origin = new Origin(ALICE, new RequestId("r-" + ++requests), NOW_MILLIS, NOW_MILLIS);
        var write = new Command.Write(origin, Command.Write.NO_DEADLINE, operation);
        return keyspace.apply(1, write).commits().get(0);
    }

    private Entry entry(Commit commit) {
        return keyspace.view()
                .rangeAt(Namespace.DEFAULT, KeyRange.ALL, commit.revision())
                .orElseThrow()
                .iterator()
                .next();
    }
}
