package io.concord.jcache.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.codec.Samples.Identifier;
import io.concord.jcache.codec.Samples.Pair;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.cache.CacheException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Equal keys are one text, unequal ones are two, and every text gives its key back: for any keys. */
class CanonicalKeysTest {
    private static final KeyCodec<Object> CODEC = Codecs.keys(
            Object.class,
            CanonicalKeysTest.class.getClassLoader(),
            SerialSettings.defaults().withFilter("io.concord.jcache.codec.*"));

    @Property(tries = 3_000)
    void any_key_comes_back(@ForAll("keys") Object key) {
        Assume.that(fits(key));

        assertThat(CODEC.decode(CODEC.encode(key))).isEqualTo(key);
    }

    @Property(tries = 3_000)
    void an_equal_key_that_shares_nothing_has_the_same_text(@ForAll("keys") Object key) {
        Assume.that(fits(key));

        var copy = copy(key);

        assertThat(copy).isEqualTo(key);
        assertThat(CODEC.encode(copy)).isEqualTo(CODEC.encode(key));
    }

    @Property(tries = 3_000)
    void keys_are_equal_exactly_if_their_texts_are(@ForAll("fewKeys") Object one, @ForAll("fewKeys") Object other) {
        Assume.that(fits(one) && fits(other));

        assertThat(CODEC.encode(one).equals(CODEC.encode(other))).isEqualTo(one.equals(other));
    }

    private static boolean fits(Object key) {
        try {
            CODEC.encode(key);
            return true;
        } catch (CacheException e) {
            assertThat(e).message().containsAnyOf("the limit is 1024", "longer than a key may be");
            return false;
        }
    }

    @Provide
    Arbitrary<Object> keys() {
        return composed(simple(), 2);
    }

    /** From so few that many are equal. */
    @Provide
    Arbitrary<Object> fewKeys() {
        return composed(
                Arbitraries.of(1, 1L, "1", "", ",", "s:", "(", BigDecimal.ONE, new BigDecimal("1.0"), 0.0, -0.0), 2);
    }

    private static Arbitrary<Object> composed(Arbitrary<Object> simple, int depth) {
        if (depth == 0) {
            return simple;
        }
        var inner = composed(simple, depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(4, simple),
                Tuple.of(1, Combinators.combine(inner, inner).as(Pair::new).map(Object.class::cast)),
                Tuple.of(1, simple.map(left -> new Pair(left, null))),
                Tuple.of(1, simple.map(both -> new Pair(both, both))),
                Tuple.of(1, simple.map(both -> new Identifier("a", new Pair(both, both)))),
                Tuple.of(1, inner.list().ofMaxSize(3).map(Object.class::cast)),
                Tuple.of(1, inner.set().ofMaxSize(3).map(Object.class::cast)),
                Tuple.of(1, inner.optional().map(Object.class::cast)),
                Tuple.of(1, Arbitraries.maps(simple, inner).ofMaxSize(2).map(Object.class::cast)));
    }

    @SuppressWarnings("JavaUtilDate") // Applications have them.
    private static Arbitrary<Object> simple() {
        var longs = Arbitraries.longs();
        var seconds = Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        var moderate = Arbitraries.longs().between(-100_000_000_000L, 100_000_000_000L);
        var zones =
                Arbitraries.of(ZoneId.getAvailableZoneIds().stream().sorted().toList());
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8).map(Object.class::cast),
                Arbitraries.chars().all().list().ofMaxSize(3).map(CanonicalKeysTest::string),
                longs.map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.bytes().map(Object.class::cast),
                Arbitraries.shorts().map(Object.class::cast),
                Arbitraries.chars().all().map(Object.class::cast),
                longs.map(Double::longBitsToDouble),
                Arbitraries.integers().map(Float::intBitsToFloat),
                Arbitraries.bigIntegers().map(Object.class::cast),
                Combinators.combine(longs, Arbitraries.integers())
                        .as((unscaled, scale) -> new BigDecimal(BigInteger.valueOf(unscaled), scale)),
                Combinators.combine(longs, longs).as(UUID::new),
                longs.map(Date::new),
                Combinators.combine(seconds, Arbitraries.integers().between(0, 999_999_999))
                        .as(Instant::ofEpochSecond),
                Combinators.combine(longs, Arbitraries.integers().between(0, 999_999_999))
                        .as((whole, nanos) -> Duration.ofSeconds(whole / 2, nanos)),
                Arbitraries.longs()
                        .between(LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay())
                        .map(LocalDate::ofEpochDay),
                Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), Arbitraries.integers())
                        .as(Period::of),
                Arbitraries.integers().between(Year.MIN_VALUE, Year.MAX_VALUE).map(Year::of),
                Arbitraries.integers().between(Year.MIN_VALUE, Year.MAX_VALUE).map(year -> YearMonth.of(year, 2)),
                Combinators.combine(moderate, zones)
                        .as((second, zone) -> ZonedDateTime.ofInstant(Instant.ofEpochSecond(second), ZoneId.of(zone))),
                Combinators.combine(moderate, Arbitraries.integers().between(-64_800, 64_800))
                        .as((second, offset) -> OffsetDateTime.ofInstant(
                                Instant.ofEpochSecond(second), ZoneOffset.ofTotalSeconds(offset))));
    }

    /** As equal as can be, and not one object the same; sets and maps in another order and with other capacities. */
    @SuppressWarnings({"StringCopy", "JavaUtilDate"})
    private static Object copy(Object key) {
        if (key instanceof String text) {
            return new String(text.toCharArray());
        } else if (key instanceof Double number) {
            return number.isNaN() ? Double.longBitsToDouble(0x7ff8_0000_0000_0123L) : number;
        } else if (key instanceof Date date) {
            return new Date(date.getTime());
        } else if (key instanceof BigDecimal number) {
            return new BigDecimal(number.unscaledValue(), number.scale());
        } else if (key instanceof LocalDate date) {
            return LocalDate.ofEpochDay(date.toEpochDay());
        } else if (key instanceof Pair pair) {
            return new Pair(copyOrNull(pair.left()), copyOrNull(pair.right()));
        } else if (key instanceof Identifier identifier) {
            return identifier.copy(CanonicalKeysTest::copyOrNull);
        } else if (key instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(CanonicalKeysTest::copy).toList());
        } else if (key instanceof Set<?> set) {
            var copy = new HashSet<Object>(1_000);
            set.forEach(element -> copy.add(copy(element)));
            return copy;
        } else if (key instanceof Map<?, ?> map) {
            var copy = new HashMap<Object, Object>(1_000);
            map.forEach((k, v) -> copy.put(copy(k), copy(v)));
            return copy;
        }
        return key instanceof Optional<?> optional ? optional.map(CanonicalKeysTest::copy) : key;
    }

    private static @Nullable Object copyOrNull(@Nullable Object part) {
        return part == null ? null : copy(part);
    }

    private static Object string(List<Character> units) {
        var text = new StringBuilder();
        units.forEach(text::append);
        return text.toString();
    }
}
