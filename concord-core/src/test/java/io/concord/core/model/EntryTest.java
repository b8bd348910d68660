package io.concord.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final Author ALICE = new Author("", "alice");

    private static Entry entry(long createRevision, long revision, long version, long writtenMillis) {
        var value = Value.of(new byte[0], "a/b");
        return new Entry(
                new Key("a"), value, createRevision, revision, version, ALICE, writtenMillis, Lifetime.FOREVER);
    }

    @Test
    void its_numbers_fit_each_other() {
        assertThat(entry(5, 7, 3, 0).version()).isEqualTo(3);
        assertThatThrownBy(() -> entry(0, 7, 1, 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> entry(8, 7, 1, 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> entry(5, 7, 0, 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> entry(5, 7, 4, 0))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("entry has version 4 after 3 revisions; it lies between 1 and that");
        assertThatThrownBy(() -> entry(5, 7, 1, -1))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("time is -1 ms; it lies between 0 and 253402300799999");
    }

    @Test
    void an_event_knows_its_key_and_revision() {
        var written = new ChangeEvent.EntryWritten(Namespace.DEFAULT, entry(5, 7, 2, 0), Optional.empty());
        var deleted = new ChangeEvent.EntryDeleted(Namespace.DEFAULT, entry(5, 7, 2, 0), 9, false);

        assertThat(written.key()).isEqualTo(new Key("a"));
        assertThat(written.revision()).isEqualTo(7);
        assertThat(deleted.key()).isEqualTo(new Key("a"));
        assertThat(deleted.revision()).isEqualTo(9);
    }
}
