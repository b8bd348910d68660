package io.concord.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ByteReaderTest {

    @Test
    void what_was_written_is_read() {
        byte[] bytes = new ByteWriter(1)
                .u8(255)
                .u16(65_535)
                .i32(Integer.MIN_VALUE)
                .i64(Long.MIN_VALUE)
                .bool(true)
                .bool(false)
                .string("\u00e9\ud83d\ude00\u0000")
                .bytes(new byte[] {1, 2, 3})
                .toByteArray();

        var in = new ByteReader("sample", bytes);

        assertThat(in.u8()).isEqualTo(255);
        assertThat(in.u16()).isEqualTo(65_535);
        assertThat(in.i32()).isEqualTo(Integer.MIN_VALUE);
        assertThat(in.i64()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.bool()).isTrue();
        assertThat(in.bool()).isFalse();
        assertThat(in.string()).isEqualTo("\u00e9\ud83d\ude00\u0000");
        assertThat(in.bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        in.expectEnd();
    }

    @Test
    void a_length_beyond_the_end_is_refused_before_anything_is_allocated() {
        byte[] bytes = new ByteWriter().i32(Integer.MAX_VALUE).u8(1).toByteArray();

        assertThatThrownBy(() -> new ByteReader("sample", bytes).bytes())
                .isInstanceOf(FormatException.class)
                .hasMessage("sample has a field of 2147483647 bytes where 1 remain");
    }

    @Test
    void a_negative_length_is_refused() {
        byte[] bytes = new ByteWriter().i32(-1).toByteArray();

        assertThatThrownBy(() -> new ByteReader("sample", bytes).bytes())
                .isInstanceOf(FormatException.class)
                .hasMessage("sample has a field of -1 bytes where 0 remain");
    }

    @Test
    void malformed_utf8_is_refused() {
        byte[] overlong = {0, 2, (byte) 0xc0, (byte) 0x80};
        byte[] surrogate = {0, 3, (byte) 0xed, (byte) 0xa0, (byte) 0x80};

        assertThatThrownBy(() -> new ByteReader("sample", overlong).string())
                .isInstanceOf(FormatException.class)
                .hasMessage("sample has a string that is not UTF-8");
        assertThatThrownBy(() -> new ByteReader("sample", surrogate).string()).isInstanceOf(FormatException.class);
    }

    @Test
    void a_truth_value_is_0_or_1() {
        assertThatThrownBy(() -> new ByteReader("sample", new byte[] {2}).bool())
                .isInstanceOf(FormatException.class)
                .hasMessage("sample has the truth value 2; 0 and 1 are allowed");
    }

    @Test
    void a_range_ends_where_it_ends() {
        var in = new ByteReader("sample", new byte[] {9, 7, 9}, 1, 1);

        assertThat(in.u8()).isEqualTo(7);
        in.expectEnd();
        assertThatThrownBy(in::u8).isInstanceOf(FormatException.class);
    }

    @Test
    void a_view_of_bytes_cannot_change_them() {
        byte[] bytes = new ByteWriter().bytes(new byte[] {1}).toByteArray();

        assertThat(new ByteReader("sample", bytes).bytes().isReadOnly()).isTrue();
    }

    @Test
    void the_writer_refuses_what_does_not_fit() {
        assertThatThrownBy(() -> new ByteWriter().u8(256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("field has the value 256; the limit is 255");
        assertThatThrownBy(() -> new ByteWriter().u16(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteWriter().string("x".repeat(65_536)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteWriter().string("a\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text has a lone surrogate at index 1");
    }

    @Test
    void the_writer_grows_and_leaves_its_sources_alone() {
        var source = ByteBuffer.wrap(new byte[1_000]);
        var out = new ByteWriter(0).raw(source).raw(source);

        assertThat(out.size()).isEqualTo(2_000);
        assertThat(out.toByteArray()).hasSize(2_000);
        assertThat(source.remaining()).isEqualTo(1_000);
    }
}
