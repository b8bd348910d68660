package io.concord.jcache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concord.core.model.Key;
import io.concord.jcache.api.UndecodableException;
import io.concord.jcache.codec.Samples.Color;
import io.concord.jcache.codec.Samples.Identifier;
import io.concord.jcache.codec.Samples.Order;
import io.concord.jcache.codec.Samples.Pair;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCodecTest {
    private static final SerialSettings SETTINGS = SerialSettings.defaults().withFilter("io.concord.jcache.codec.*");
    private static final KeyCodec<Object> CODEC = codec(Object.class);

    @ParameterizedTest
    @MethodSource("keys")
    void a_key_comes_back(String name, Object key) {
        assertThat(CODEC.decode(CODEC.encode(key))).as(name).isEqualTo(key).hasSameHashCodeAs(key);
    }

    static Stream<Arguments> keys() {
        return Samples.keys().entrySet().stream().map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }

    @Test
    void keys_of_different_types_differ() {
        var keys = Stream.of(
                        1L,
                        1,
                        (short) 1,
                        (byte) 1,
                        "1",
                        '1',
                        1.0,
                        1.0f,
                        BigInteger.ONE,
                        BigDecimal.ONE,
                        true,
                        new BigDecimal("1.0"),
                        "l:1",
                        List.of(1),
                        Set.of(1),
                        Map.of(1, 1),
                        new Pair(1, null))
                .map(CODEC::encode);

        assertThat(keys).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"alice, s:alice", "'a(b),~:', 's:a(b),~:'", "'', s:"})
    void a_string_is_read_by_people(String key, String text) {
        assertThat(CODEC.encode(key).text()).isEqualTo(text);
    }

    @Test
    void composed_keys_are_read_by_people() {
        var key = new Order("a,b", 7, List.of("x"), new LinkedHashSet<>(List.of(10, 9)));

        assertThat(CODEC.encode(key).text())
                .isEqualTo("r:io.concord.jcache.codec.Samples$Order(s:a~,b,l:7,a:(s:x),k:(i:10,i:9))");
        assertThat(CODEC.encode(Color.GREEN).text()).isEqualTo("e:io.concord.jcache.codec.Samples$Color:GREEN");
    }

    /** Each class of pairs that are equal and that plain serialization writes differently. */
    @ParameterizedTest
    @MethodSource("equalPairs")
    void equal_keys_have_equal_text(Object one, Object other) {
        assertThat(one).isEqualTo(other);

        assertThat(CODEC.encode(one)).isEqualTo(CODEC.encode(other));
    }

    @SuppressWarnings("JdkObsolete") // Applications have them.
    static Stream<Arguments> equalPairs() {
        var s = "alice";
        var date = LocalDate.of(2026, 1, 1);
        var inner = new Identifier("x", null);
        var otherNan = Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
        return Stream.of(
                Arguments.of(new Pair(s, s), new Pair(s, copy(s))),
                Arguments.of(new Identifier(s, s), new Identifier(s, copy(s))),
                Arguments.of(new Identifier(s, date), new Identifier(copy(s), LocalDate.of(2026, 1, 1))),
                Arguments.of(
                        new Identifier("a", new Pair(date, date)),
                        new Identifier("a", new Pair(date, LocalDate.of(2026, 1, 1)))),
                Arguments.of(
                        new Identifier("a", new Pair(inner, inner)),
                        new Identifier("a", new Pair(inner, new Identifier(copy("x"), null)))),
                Arguments.of(
                        new Identifier("a", new Pair(1000, 1000)),
                        new Identifier("a", new Pair(Integer.valueOf("1000"), Integer.valueOf("1000")))),
                Arguments.of(new Identifier("a", otherNan), new Identifier("a", Double.NaN)),
                Arguments.of(new Identifier("a", Locale.ROOT), new Identifier("a", new Locale.Builder().build())),
                Arguments.of(otherNan, Double.NaN),
                Arguments.of(new Pair(otherNan, null), new Pair(Double.NaN, null)),
                Arguments.of(Set.of("Aa", "BB", "C"), new HashSet<>(List.of("C", "BB", "Aa"))),
                Arguments.of(new LinkedHashSet<>(List.of("Aa", "BB")), new LinkedHashSet<>(List.of("BB", "Aa"))),
                Arguments.of(wide(Set.of(1, 17, 33)), Set.of(1, 17, 33)),
                Arguments.of(new ArrayList<>(List.of(1, 2)), new LinkedList<>(List.of(1, 2))),
                Arguments.of(Arrays.asList(1, null), new LinkedList<>(Arrays.asList(1, null))),
                Arguments.of(Map.of("Aa", 1, "BB", 2), new HashMap<>(Map.of("BB", 2, "Aa", 1))),
                Arguments.of(new Pair(Set.of(1, 2), null), new Pair(new LinkedHashSet<>(List.of(2, 1)), null)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_key_without_a_canonical_form_is_refused_with_what_to_do(Object key, String message) {
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> CODEC.encode(key))
                .withMessageContaining(message);
    }

    static Stream<Arguments> refused() {
        var self = new ArrayList<Object>();
        self.add(self);
        var mutated = new HashSet<Object>(Set.of(new ArrayList<>(), new ArrayList<>(List.of(1))));
        mutated.stream().filter(e -> ((List<?>) e).isEmpty()).forEach(e -> add(e, 1));
        var loop = new Looped();
        loop.self = new Object[] {loop};
        return Stream.of(
                Arguments.of(new byte[] {1}, "use a List, or a String"),
                Arguments.of(new Pair(new int[] {1}, null), "arrays with the same elements are not equal"),
                Arguments.of(new Object(), "does not implement Serializable"),
                Arguments.of(new Anonymous("x"), "its equals must compare what is written"),
                Arguments.of(URI.create("HTTP://a"), "equal ones of which may have different bytes"),
                Arguments.of(new TreeSet<>(String.CASE_INSENSITIVE_ORDER), "make the key a record"),
                Arguments.of(new Identifier("a", new HashSet<>(List.of(1))), "make the key a record"),
                Arguments.of(new Identifier("a", List.of(1)), "a record of what matters"),
                Arguments.of(Collections.unmodifiableSet(new HashSet<>()), "make the key a record"),
                Arguments.of(self, "levels deep"),
                Arguments.of(mutated, "the same element twice"),
                Arguments.of(loop, "contains itself"),
                Arguments.of("x".repeat(1023), "has 1025 bytes as text; the limit is 1024"),
                Arguments.of(BigInteger.TEN.pow(20_000), "longer than a key may be"),
                Arguments.of(Collections.nCopies(1_000, 1), "it holds a java.util.Collections$CopiesList"),
                Arguments.of(new ArrayList<>(Collections.nCopies(1_000, 1)), "more than a key has room for"));
    }

    @Test
    void a_long_key_that_fits_is_taken() {
        assertThat(CODEC.decode(CODEC.encode("x".repeat(1022)))).isEqualTo("x".repeat(1022));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "s",
                "?:x",
                "i:01",
                "i:+1",
                "i:99999999999",
                "d:1.0",
                "z:yes",
                "w:AGE",
                "w:!",
                "u:1-1-1-1-1",
                "T:2026-01-01T00:00:00.000Z",
                "0:",
                "a:(i:1",
                "a:(i:1,)",
                "a:(i:1)x",
                "a:x()",
                "k:(i:2,i:1)",
                "k:(i:1,i:1)",
                "p:(i:1)",
                "o:(i:1,i:2)",
                "a:(s:~a)",
                "a:(s:a~",
                "r:java.lang.String(s:a)",
                "r:no.such.Type()",
                "r:io.concord.jcache.codec.Samples$Pair(s:a)",
                "e:java.lang.Thread$State:NEW",
                "e:io.concord.jcache.codec.Samples$Color:BLUE",
                "e:x",
                "j:rO0ABXVyAAJbSXdbgANx_____w",
                "a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:(a:())))))))))))))))))))"
            })
    void what_no_cache_wrote_is_undecodable(String text) {
        assertThatExceptionOfType(UndecodableException.class).isThrownBy(() -> CODEC.decode(new Key(text)));
    }

    @Test
    void a_key_of_another_type_than_declared_is_undecodable() {
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec(String.class).decode(CODEC.encode(1L)))
                .withMessageContaining("declares keys of the type java.lang.String");
    }

    @Test
    void a_cache_that_declares_an_array_as_key_is_refused() {
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec(byte[].class))
                .withMessageContaining("byte[]");
    }

    @Test
    void a_declared_record_needs_no_configuration() {
        var codec = Codecs.keys(Order.class, loader(), SerialSettings.defaults());
        var key = new Order("alice", 1, List.of(), Set.of());

        assertThat(codec.decode(codec.encode(key))).isEqualTo(key);
    }

    @Test
    void a_class_that_is_not_declared_is_refused_when_it_is_written() {
        var codec = Codecs.keys(Object.class, loader(), SerialSettings.defaults());

        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec.encode(new Pair(1, 2)))
                .withMessageContaining("name the class in concord.client.serial-filter");
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec.encode(new Identifier("a", null)))
                .withMessageContaining("Samples$Identifier");
    }

    /** Equal by identity, as a class is that says nothing. */
    private static final class Anonymous implements Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("unused")
        private final String name;

        Anonymous(String name) {
            this.name = name;
        }
    }

    private static final class Looped implements Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings({"unused", "serial"})
        private @Nullable Object @Nullable [] self;
    }

    @SuppressWarnings("unchecked")
    private static void add(Object list, Object element) {
        ((List<Object>) list).add(element);
    }

    @SuppressWarnings("StringCopy")
    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    private static Set<Integer> wide(Set<Integer> set) {
        var wide = new HashSet<Integer>(10_000);
        wide.addAll(set);
        return wide;
    }

    private static <K> KeyCodec<K> codec(Class<K> type) {
        return Codecs.keys(type, loader(), SETTINGS);
    }

    private static ClassLoader loader() {
        return KeyCodecTest.class.getClassLoader();
    }
}
