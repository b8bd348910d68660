package io.concord.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ValueTest {

    @Test
    void nobody_changes_a_value_from_outside() {
        byte[] source = {1, 2, 3};
        var value = Value.of(source, "image/png");

        source[0] = 9;
        value.toByteArray()[1] = 9;

        assertThat(value.toByteArray()).containsExactly(1, 2, 3);
        assertThat(value.asByteBuffer().isReadOnly()).isTrue();
    }

    @Test
    void a_range_of_a_buffer_is_copied_and_the_buffer_left_alone() {
        var source = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);

        var value = Value.of(source, "image/png");

        assertThat(value.toByteArray()).containsExactly(2, 3);
        assertThat(source.remaining()).isEqualTo(2);
    }

    @Test
    void values_are_equal_by_content() throws IOException {
        var value = Value.of(new byte[] {1, 2}, "a/b");
        var out = new ByteArrayOutputStream();
        value.writeTo(out);

        assertThat(value)
                .isEqualTo(Value.of(out.toByteArray(), "a/b"))
                .hasSameHashCodeAs(Value.of(out.toByteArray(), "a/b"))
                .isNotEqualTo(Value.of(new byte[] {1, 3}, "a/b"))
                .isNotEqualTo(Value.of(new byte[] {1, 2}, "a/c"))
                .isNotEqualTo("a/b");
        assertThat(value.size()).isEqualTo(2);
        assertThat(value.contentType()).isEqualTo("a/b");
    }

    @Test
    void a_value_does_not_show_its_bytes() {
        assertThat(Value.of(new byte[] {65, 66}, "text/plain").toString()).isEqualTo("2 bytes of text/plain");
    }

    @Test
    void a_value_has_at_most_64_mib() {
        assertThatThrownBy(() -> Value.of(ByteBuffer.allocate(Limits.VALUE_BYTES_CEILING + 1), "a/b"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("value has 67108865 bytes; the limit is 67108864");
    }
}
