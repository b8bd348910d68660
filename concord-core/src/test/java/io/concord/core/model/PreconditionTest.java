package io.concord.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PreconditionTest {
    private static final Entry SEVENTH = new Entry(
            new Key("a"), Value.of(new byte[0], "a/b"), 5, 7, 2, new Author("", "alice"), 100, Lifetime.FOREVER);

    @Test
    void each_holds_where_it_says() {
        assertThat(Precondition.none().holds(null)).isTrue();
        assertThat(Precondition.none().holds(SEVENTH)).isTrue();
        assertThat(Precondition.absent().holds(null)).isTrue();
        assertThat(Precondition.absent().holds(SEVENTH)).isFalse();
        assertThat(Precondition.present().holds(null)).isFalse();
        assertThat(Precondition.present().holds(SEVENTH)).isTrue();
        assertThat(Precondition.revisionIn(6, 7).holds(null)).isFalse();
        assertThat(Precondition.revisionIn(6, 7).holds(SEVENTH)).isTrue();
        assertThat(Precondition.revisionIn(5).holds(SEVENTH)).isFalse();
        assertThat(Precondition.revisionIn().holds(SEVENTH)).isFalse();
    }

    @Test
    void revisions_are_copied_into_ascending_order() {
        var source = new TreeSet<Long>(Comparator.reverseOrder());
        source.addAll(List.of(1L, 3L, 2L));
        var precondition = new Precondition.RevisionIn(source);

        source.clear();

        assertThat(precondition.revisions()).containsExactly(1L, 2L, 3L);
        assertThat(precondition).isEqualTo(Precondition.revisionIn(3, 2, 1));
        assertThatThrownBy(() -> precondition.revisions().add(4L)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void revisions_are_bounded() {
        long[] revisions = LongStream.rangeClosed(1, 65).toArray();

        assertThatThrownBy(() -> Precondition.revisionIn(revisions))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("precondition has 65 revisions; the limit is 64");
        assertThatThrownBy(() -> Precondition.revisionIn(0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("precondition has the revision 0; the first is 1");
    }
}
