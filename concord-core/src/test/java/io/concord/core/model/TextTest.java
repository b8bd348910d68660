package io.concord.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void a_key_has_1_to_1024_bytes() {
        assertThat(new Key("\ud83d\ude00".repeat(256)).text()).hasSize(512);
        assertInvalid(() -> new Key(""), "key is empty; it has at least 1 byte");
        assertInvalid(() -> new Key("x".repeat(1_100)), "key has 1100 bytes; the limit is 1024");
        assertInvalid(() -> new Key("\ud83d\ude00".repeat(256) + "x"), "key has 1025 bytes; the limit is 1024");
        assertInvalid(() -> new Key("\u00e9".repeat(513)), "key has 1026 bytes; the limit is 1024");
        assertInvalid(() -> new Key("\u20ac".repeat(342)), "key has 1026 bytes; the limit is 1024");
    }

    @Test
    void a_lone_surrogate_is_no_text() {
        assertInvalid(() -> new Key("a\ud83d"), "key has a lone surrogate at index 1; well-formed text is required");
        assertInvalid(() -> new Key("\ude00"), "key has a lone surrogate at index 0; well-formed text is required");
        assertInvalid(
                () -> new Key("\ud83d\ude00\ude00\ud83d"),
                "key has a lone surrogate at index 2; well-formed text is required");
    }

    @Test
    void the_other_texts_have_limits_of_their_own() {
        assertInvalid(() -> new Namespace("x".repeat(256)), "namespace has 256 bytes; the limit is 255");
        assertInvalid(() -> new Author("", ""), "subject is empty; it has at least 1 byte");
        assertInvalid(() -> new Author("x".repeat(1_025), "a"), "issuer has 1025 bytes; the limit is 1024");
        assertInvalid(() -> new RequestId(""), "request id is empty; it has at least 1 byte");
        assertInvalid(() -> new RequestId("x".repeat(256)), "request id has 256 bytes; the limit is 255");
    }

    @Test
    void tags_are_a_small_set_in_their_order() {
        assertThat(Tags.of("b", "a", "b").texts()).containsExactly("a", "b");
        assertThat(Tags.of("b", "a")).isEqualTo(Tags.of("a", "b"));
        assertThat(Tags.of("\ud83d\ude00", "\uff5e").texts()).containsExactly("\uff5e", "\ud83d\ude00");
        assertThat(Tags.of("\u00e9", "x").bytes()).isEqualTo(3);
        assertInvalid(() -> Tags.of(""), "tag is empty; it has at least 1 byte");
        assertInvalid(() -> Tags.of("x".repeat(129)), "tag has 129 bytes; the limit is 128");
        assertInvalid(() -> Tags.of("1", "2", "3", "4", "5", "6", "7", "8", "9"), "entry has 9 tags; the limit is 8");
        assertInvalid(
                () -> new Tags(List.of(new Tag("b"), new Tag("a"))),
                "entry has the tag 'a' after 'b'; they ascend strictly");
    }

    @Test
    void a_request_id_and_a_content_type_are_ascii_and_messages_never_repeat_control_characters() {
        assertInvalid(
                () -> new RequestId("a\u001bb"),
                "request id has the character 0x1b at index 1; 0x21 to 0x7e are allowed");
        assertInvalid(
                () -> new RequestId("a b"), "request id has the character 0x20 at index 1; 0x21 to 0x7e are allowed");
        assertInvalid(
                () -> Value.of(new byte[0], "text/pl\u00e4in"),
                "content type has the character 0xe4 at index 7; 0x20 to 0x7e are allowed");
        assertThat(new RequestId("!~").toString()).isEqualTo("!~");
    }

    @Test
    void keys_are_in_the_order_of_their_utf8_bytes() {
        var random = new Random(1);
        int[] alphabet = {
            0, 'a', 'b', 0x7f, 0x80, 0xe9, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xff5e, 0x10000, 0x1f600, 0x10ffff
        };
        for (int i = 0; i < 20_000; i++) {
            var left = randomKey(random, alphabet);
            var right = randomKey(random, alphabet);

            int expected = Arrays.compareUnsigned(utf8(left), utf8(right));

            assertThat(Integer.signum(left.compareTo(right)))
                    .as("%s and %s", left, right)
                    .isEqualTo(Integer.signum(expected));
        }
    }

    private static Key randomKey(Random random, int[] alphabet) {
        var text = new StringBuilder();
        for (int length = 1 + random.nextInt(4); length > 0; length--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return new Key(text.toString());
    }

    private static byte[] utf8(Key key) {
        return key.text().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void texts_are_escaped_for_logs() {
        assertThat(new Key("a\nb\\\u202e\u2028").toString()).isEqualTo("a\\u{a}b\\\\\\u{202e}\\u{2028}");
        assertThat(new Key("\u00e9 \ud83d\ude00").toString()).isEqualTo("\u00e9 \ud83d\ude00");
        assertThat(new Namespace("\u0000").toString()).isEqualTo("\\u{0}");
        assertThat(new Author("https://issuer.example", "alice\n").toString())
                .isEqualTo("alice\\u{a} of https://issuer.example");
        assertThat(new Author("", "alice").toString()).isEqualTo("alice");
        assertThat(Escaped.text("\ud83d")).isEqualTo("\\u{d83d}");
    }

    private static void assertInvalid(ThrowingCallable creation, String message) {
        assertThatThrownBy(creation).isInstanceOf(InvalidValueException.class).hasMessage(message);
    }
}
