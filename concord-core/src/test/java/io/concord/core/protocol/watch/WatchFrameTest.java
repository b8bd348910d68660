package io.concord.core.protocol.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.Corruption;
import io.concord.core.Golden;
import io.concord.core.Samples;
import io.concord.core.format.FormatException;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WatchFrameTest {
    private static final WatchFrame BEGUN = new WatchFrame.CommitBegun(7, 1_767_225_600_000L, Samples.ALICE);
    private static final WatchFrame WRITTEN = new WatchFrame.Written(
            Samples.entry("alice", "new", 3, 7, Lifetime.FOREVER),
            Optional.of(Samples.entry("alice", "old", 3, 5, Lifetime.FOREVER)));
    private static final WatchFrame DELETED = new WatchFrame.Deleted(new Key("bob"), Optional.empty(), true);
    private static final WatchFrame EXPIRED = new WatchFrame.Expired(
            new Key("carol"), Optional.of(Samples.entry("carol", "gone", 4, 6, Lifetime.until(9_000))));
    private static final WatchFrame COMMITTED = new WatchFrame.CommitEnded(7);
    private static final WatchFrame PROGRESS = new WatchFrame.Progress(8);
    private static final WatchFrame CUT = new WatchFrame.Cut("slow", 9);
    private static final WatchFrame ENDED = new WatchFrame.Ended("token-expired", 9);

    private static final List<WatchFrame> WHOLE = List.of(BEGUN, WRITTEN, DELETED, EXPIRED, COMMITTED, PROGRESS, ENDED);

    @Test
    void the_layout_is_frozen() throws IOException {
        var golden = new Golden("watch-v1");

        golden.compare(written(WHOLE));

        assertThat(read(golden.bytes())).isEqualTo(WHOLE);
        assertThat(read(written(List.of(PROGRESS, CUT)))).containsExactly(PROGRESS, CUT);
    }

    @Test
    void a_stream_may_end_between_commits_and_nowhere_else() throws IOException {
        var whole = written(List.of(PROGRESS, BEGUN, DELETED, COMMITTED));
        var progress = written(List.of(PROGRESS)).length;

        for (var length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            if (length <= 1 || length == progress) {
                assertThat(read(cut)).hasSize(length <= 1 ? 0 : 1);
            } else {
                assertThatThrownBy(() -> read(cut)).as("%d bytes", cut.length).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void what_stands_where_it_may_not_is_refused() throws IOException {
        for (var wrong : List.of(
                List.of(DELETED),
                List.of(COMMITTED),
                List.of(BEGUN, COMMITTED),
                List.of(BEGUN, BEGUN),
                List.of(BEGUN, DELETED, PROGRESS),
                List.of(BEGUN, DELETED, new WatchFrame.CommitEnded(8)),
                List.of(CUT, PROGRESS),
                List.of(ENDED, ENDED))) {
            var bytes = written(wrong);
            assertThatThrownBy(() -> read(bytes))
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("watch has the frame");
        }
    }

    @Test
    void an_unknown_version_tag_or_length_is_refused() throws IOException {
        var whole = written(List.of(PROGRESS));
        var version = whole.clone();
        version[0] = 2;
        var tag = whole.clone();
        tag[5] = 9;
        var length = whole.clone();
        length[1] = 0x7f;

        assertThatThrownBy(() -> read(version)).hasMessageContaining("version 2");
        assertThatThrownBy(() -> read(tag)).isInstanceOf(FormatException.class).hasMessageContaining("9");
        assertThatThrownBy(() -> read(length))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void damage_is_refused_or_read_in_bounds() throws IOException {
        Corruption.damageEveryByte(written(WHOLE), WatchFrameTest::refuseOrRead);
        Corruption.cutEverywhere(written(WHOLE), WatchFrameTest::refuseOrRead);
    }

    @Property(tries = 20_000)
    void noise_is_refused_or_read_in_bounds(
            @ForAll @Size(max = 2_000) byte[] noise, @ForAll @IntRange(max = 9) int tag) {
        var bytes = noise.clone();
        var head = new byte[] {1, 0, 0, (byte) (noise.length / 256), (byte) noise.length, (byte) tag};
        System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));

        Corruption.checkBounded(bytes, WatchFrameTest::refuseOrRead);
    }

    private static byte[] written(List<WatchFrame> frames) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new WatchFrameWriter(out);
        long bytes = 1;
        for (var frame : frames) {
            bytes += writer.write(frame);
        }
        assertThat(bytes).isEqualTo(out.size());
        return out.toByteArray();
    }

    private static List<WatchFrame> read(byte[] bytes) throws IOException {
        var reader = new WatchFrameReader(new ByteArrayInputStream(bytes));
        var frames = new ArrayList<WatchFrame>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    private static void refuseOrRead(byte[] bytes) {
        try {
            read(bytes);
        } catch (EOFException | FormatException e) {
            assertThat(e).hasMessageStartingWith(e instanceof EOFException ? "the watch ended" : "watch");
        } catch (InvalidValueException e) {
            throw new AssertionError("a value got through to the reader's caller", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
