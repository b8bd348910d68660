package io.concord.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
    private static final List<String> TEXTS = List.of(
            "a",
            "a\u0000",
            "ab",
            "abc",
            "b",
            "\ud7ff",
            "\ue000",
            "\uff5e",
            "\uff5ex",
            "\ud83d\ude00",
            "\ud83d\ude00a",
            "\ud83d\ude01",
            "\udbff\udfff",
            "\udbff\udfff\udbff\udfff");
    private static final List<Key> KEYS = TEXTS.stream().map(Key::new).sorted().toList();

    @Test
    void all_has_every_key() {
        assertThat(KEYS).allMatch(KeyRange.ALL::contains);
        assertThat(KeyRange.ALL.isAll()).isTrue();
        assertThat(KeyRange.prefix("").isAll()).isTrue();
        assertThat(KeyRange.prefix("a").isAll()).isFalse();
    }

    @Test
    void a_prefix_is_whole_text() {
        assertThatThrownBy(() -> KeyRange.prefix("a\ud83d"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("prefix has a lone surrogate at index 1; well-formed text is required");
        assertThatThrownBy(() -> KeyRange.prefix("x".repeat(1025)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("prefix has 1025 bytes; the limit is 1024");
        assertThat(KeyRange.prefix("x".repeat(1024)).contains(new Key("x".repeat(1024))))
                .isTrue();
    }

    /** So that a tree is cut at its two ends: what lies before, what is in it, what lies after. */
    @Test
    void the_keys_of_a_range_are_one_piece_between_those_before_and_those_after() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var range = new KeyRange(random.nextBoolean() ? "" : pick(random).text(), bound(random), bound(random));

            var after = KEYS.stream().dropWhile(range::beginsAfter).toList();
            var inside = after.stream().takeWhile(key -> !range.endsBefore(key)).toList();

            assertThat(inside)
                    .as("%s", range)
                    .isEqualTo(KEYS.stream().filter(range::contains).toList());
            assertOnce(KEYS.stream().map(key -> !range.beginsAfter(key)));
            assertOnce(KEYS.stream().map(range::endsBefore));
        }
    }

    /** False, then true for ever. */
    private static void assertOnce(Stream<Boolean> answers) {
        var list = new ArrayList<>(answers.toList());
        assertThat(list).isSorted();
    }

    private static @Nullable Key bound(Random random) {
        return random.nextInt(3) == 0 ? null : pick(random);
    }

    private static Key pick(Random random) {
        return KEYS.get(random.nextInt(KEYS.size()));
    }
}
