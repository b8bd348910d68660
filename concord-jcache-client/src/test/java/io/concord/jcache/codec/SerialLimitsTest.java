package io.concord.jcache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concord.core.model.Value;
import io.concord.jcache.api.UndecodableException;
import io.concord.jcache.codec.Samples.Identifier;
import io.concord.jcache.codec.Samples.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits of serialized values: they are the same for writing and for reading. */
class SerialLimitsTest {
    private static final String CLASSES = "io.concord.jcache.codec.*";
    private static final ValueCodec<Object> GENEROUS =
            codec(new SerialSettings(CLASSES, 100_000, 10_000_000, 10_000_000, 10_000_000, ""));
    private static final ValueCodec<Object> STANDARD =
            codec(SerialSettings.defaults().withFilter(CLASSES));

    @Test
    void a_value_of_the_greatest_depth_comes_back_and_a_deeper_one_is_refused_with_what_to_do() {
        assertThat(STANDARD.decode(STANDARD.encode(arrays(64)))).isEqualTo(arrays(64));
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> STANDARD.encode(arrays(65)))
                .withMessageContaining("class [Ljava.lang.Object;")
                .withMessageContaining("cannot be written")
                .withMessageContaining("depth is 65; the limit is 64")
                .withMessageContaining("make it flatter")
                .withMessageContaining("ValueFormatProvider");
    }

    @Test
    void a_long_list_of_objects_is_not_deep() {
        var value = new ArrayList<Object>(
                IntStream.range(0, 1_000).mapToObj(i -> new Pair(i, "a")).toList());

        assertThat(STANDARD.decode(STANDARD.encode(value))).isEqualTo(value);
    }

    @Test
    void an_array_of_the_greatest_length_comes_back_and_a_longer_one_is_refused() {
        var codec = codec(new SerialSettings(CLASSES, 64, 1_000_000, 100, 1_000_000, ""));

        assertThat(codec.decode(codec.encode(new int[100]))).isEqualTo(new int[100]);
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec.encode(new int[101]))
                .withMessageContaining("array length is 101; the limit is 100");
    }

    @Test
    void the_most_references_come_back_and_one_more_is_refused() {
        var codec = codec(new SerialSettings(CLASSES, 64, 100, 1_000_000, 1_000_000, ""));
        var most = IntStream.range(0, 1_000)
                .filter(size -> isReadable(codec, GENEROUS.encode(objects(size))))
                .max()
                .orElseThrow();

        assertThat(codec.decode(codec.encode(objects(most)))).isEqualTo(objects(most));
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec.encode(objects(most + 1)))
                .withMessageContaining("references is 102; the limit is 100");
    }

    @Test
    void the_most_bytes_come_back_and_one_more_is_refused() {
        int bytes = GENEROUS.encode(new byte[][] {new byte[100]}).size() - 1;
        var codec = codec(new SerialSettings(CLASSES, 64, 1_000_000, 1_000_000, bytes, ""));

        assertThat(codec.decode(codec.encode(new byte[][] {new byte[100]}))).isEqualTo(new byte[][] {new byte[100]});
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec.encode(new byte[][] {new byte[101]}))
                .withMessageContaining("more than " + bytes + " bytes");
    }

    @Test
    void a_limit_of_the_filter_holds_for_writing_too() {
        var codec = codec(SerialSettings.defaults().withFilter("maxdepth=2"));

        assertThat(codec.decode(codec.encode(arrays(2)))).isEqualTo(arrays(2));
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec.encode(arrays(3)))
                .withMessageContaining("concord.client.serial-filter");
    }

    /** What bounds the depth without reading must never be less than what the JDK counts. */
    @ParameterizedTest
    @MethodSource("growing")
    void whatever_is_written_can_be_read_and_whatever_can_be_read_is_written(IntFunction<Object> ofSize) {
        var codecs = List.of(
                codec(new SerialSettings(CLASSES, 20, 1_000_000, 1_000_000, 1_000_000, "")),
                codec(new SerialSettings(CLASSES, 100, 60, 1_000_000, 1_000_000, "")),
                codec(new SerialSettings(CLASSES, 100, 1_000_000, 60, 1_000_000, "")),
                codec(new SerialSettings(CLASSES, 100, 1_000_000, 1_000_000, 700, "")),
                codec(SerialSettings.defaults().withFilter("maxrefs=50;maxdepth=40;" + CLASSES)));
        int refused = 0;

        for (var codec : codecs) {
            for (int size = 1; size < 80; size++) {
                var value = ofSize.apply(size);
                var isWritable = isWritable(codec, value);
                assertThat(isWritable).as("size " + size).isEqualTo(isReadable(codec, GENEROUS.encode(value)));
                refused += isWritable ? 0 : 1;
            }
        }

        assertThat(refused).isPositive();
    }

    static Stream<IntFunction<Object>> growing() {
        return Stream.of(
                SerialLimitsTest::arrays,
                SerialLimitsTest::objects,
                size -> nested(size, inner -> new Pair("a", inner)),
                size -> nested(size, inner -> new Pair(inner, inner)),
                size -> nested(size, inner -> new Deeper(inner)),
                size -> nested(size, inner -> List.of(inner)),
                size -> nested(size, inner -> new ArrayList<>(List.of(inner))),
                size -> nested(size, inner -> new HashMap<>(Map.of("a", inner))),
                size -> nested(size, inner -> new TreeMap<>(Map.of("a", inner))),
                size -> nested(size, inner -> Collections.unmodifiableList(new ArrayList<>(List.of(inner)))),
                size -> new HashMap<>(IntStream.range(0, size).boxed().collect(Collectors.toMap(i -> i, i -> "a"))));
    }

    private static class Deep extends Identifier {
        private static final long serialVersionUID = 1;

        Deep(Object inner) {
            super("a", inner);
        }
    }

    private static final class Deeper extends Deep {
        private static final long serialVersionUID = 1;

        Deeper(Object inner) {
            super(inner);
        }
    }

    private static boolean isWritable(ValueCodec<Object> codec, Object value) {
        try {
            codec.encode(value);
            return true;
        } catch (CacheException refused) {
            return false;
        }
    }

    private static boolean isReadable(ValueCodec<Object> codec, Value value) {
        try {
            codec.decode(value);
            return true;
        } catch (UndecodableException refused) {
            return false;
        }
    }

    private static Object arrays(int depth) {
        return nested(depth - 1, inner -> new Object[] {inner});
    }

    private static Object nested(int levels, UnaryOperator<Object> outer) {
        Object value = new Object[0];
        for (int i = 0; i < levels; i++) {
            value = outer.apply(value);
        }
        return value;
    }

    private static Object objects(int size) {
        return IntStream.range(0, size).mapToObj(i -> new Pair(i, null)).toArray();
    }

    private static ValueCodec<Object> codec(SerialSettings settings) {
        return Codecs.values(Object.class, SerialLimitsTest.class.getClassLoader(), settings);
    }
}
