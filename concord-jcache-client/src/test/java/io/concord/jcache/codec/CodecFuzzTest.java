package io.concord.jcache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Value;
import io.concord.jcache.api.UndecodableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Bytes come from the network: no input may end a thread, hold it up or take memory that is not there. */
class CodecFuzzTest {
    private static final long ALLOCATED_BYTES_MAX = 8 * 1024 * 1024;
    private static final ClassLoader LOADER = CodecFuzzTest.class.getClassLoader();
    private static final SerialSettings SETTINGS = SerialSettings.defaults().withFilter("io.concord.jcache.codec.*");
    private static final ValueCodec<Object> VALUES = Codecs.values(Object.class, LOADER, SETTINGS);
    private static final KeyCodec<Object> KEYS = Codecs.keys(Object.class, LOADER, SETTINGS);

    @Property(tries = 20_000)
    void noise_is_undecodable_or_a_value(@ForAll @Size(max = 300) byte[] noise) {
        decodeBounded(noise);
    }

    @Test
    void every_value_cut_anywhere_is_undecodable_or_a_value() {
        for (var sample : Samples.values().values()) {
            var whole = VALUES.encode(sample).toByteArray();
            for (int length = 0; length < whole.length; length++) {
                decodeBounded(Arrays.copyOf(whole, length));
            }
        }
    }

    @Test
    void every_value_with_any_byte_damaged_is_undecodable_or_a_value() {
        for (var sample : Samples.values().values()) {
            var whole = VALUES.encode(sample).toByteArray();
            for (int i = 0; i < whole.length; i++) {
                for (int change = 1; change < 256; change += 6) {
                    var damaged = whole.clone();
                    damaged[i] = (byte) (damaged[i] ^ change);
                    decodeBounded(damaged);
                }
            }
        }
    }

    @Property(tries = 20_000)
    void any_text_is_undecodable_or_the_one_text_of_a_key(@ForAll @StringLength(min = 1, max = 60) String text) {
        decodeKey(text);
    }

    @Test
    void every_key_with_any_character_changed_is_undecodable_or_the_one_text_of_a_key() {
        for (var sample : Samples.keys().values()) {
            var text = KEYS.encode(sample).text();
            for (int i = 0; i < text.length(); i++) {
                for (char other : "0(),~:sjra\u00e9".toCharArray()) {
                    decodeKey(text.substring(0, i) + other + text.substring(i + 1));
                    decodeKey(text.substring(0, i) + other + text.substring(i));
                }
                decodeKey(text.substring(0, i) + text.substring(i + 1));
            }
        }
    }

    @Test
    void an_array_that_says_it_is_large_is_refused_before_it_is_made() throws IOException {
        var written = new ByteArrayOutputStream();
        var out = new DataOutputStream(written);
        out.writeByte('j');
        out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
        out.writeShort(ObjectStreamConstants.STREAM_VERSION);
        out.writeByte(ObjectStreamConstants.TC_ARRAY);
        out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
        out.writeUTF("[J");
        out.writeLong(8_655_923_659_555_304_851L);
        out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
        out.writeShort(0);
        out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
        out.writeByte(ObjectStreamConstants.TC_NULL);
        out.writeInt(8_000_000);

        decodeBounded(written.toByteArray());
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> VALUES.decode(Value.of(written.toByteArray(), TaggedValueCodec.CONTENT_TYPE)))
                .withMessageContaining("elements of arrays");
    }

    @Test
    void what_is_nested_deeper_than_the_limit_is_refused() {
        Object nested = "end";
        for (int i = 0; i < 100; i++) {
            nested = new ArrayList<>(Arrays.asList(nested));
        }
        var value =
                Codecs.values(Object.class, LOADER, SETTINGS.withDepthMax(200)).encode(nested);

        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> VALUES.decode(value))
                .withMessageContaining("depth is 65; the limit is 64");
    }

    /** Sets of sets of the same sets: their hash takes time that doubles with each level. */
    @Test
    void a_bomb_of_nested_sets_is_refused() {
        var root = new HashSet<Object>();
        var one = root;
        var other = new HashSet<Object>();
        for (int i = 0; i < 18; i++) {
            var next = new HashSet<Object>();
            var nextOther = new HashSet<Object>();
            next.add("a");
            one.addAll(Arrays.asList(next, nextOther));
            other.addAll(Arrays.asList(next, nextOther));
            one = next;
            other = nextOther;
        }
        var value = VALUES.encode(root);
        var shallow = Codecs.values(Object.class, LOADER, SETTINGS.withDepthMax(16));

        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> shallow.decode(value));
    }

    private static void decodeKey(String text) {
        try {
            var key = new Key(text);
            assertThat(KEYS.encode(KEYS.decode(key))).isEqualTo(key);
        } catch (InvalidValueException | UndecodableException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static void decodeBounded(byte[] bytes) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            assertThat(VALUES.decode(Value.of(bytes, TaggedValueCodec.CONTENT_TYPE)))
                    .isNotNull();
        } catch (UndecodableException e) {
            assertThat(e).message().isNotBlank();
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED_BYTES_MAX);
    }
}
