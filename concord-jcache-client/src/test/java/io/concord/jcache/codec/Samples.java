package io.concord.jcache.codec;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Keys and values of every kind, by the names of their golden files. */
final class Samples {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 25, 12, 0, 1, 5_000);

    private Samples() {}

    record Pair(@Nullable Object left, @Nullable Object right) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    record Order(String customer, long number, List<String> parts, Set<Integer> rooms) {}

    enum Color {
        RED,
        GREEN {}
    }

    /** A class of an application that is no record. */
    static class Identifier implements Serializable {
        private static final long serialVersionUID = 1;
        private final String name;
        // Justification: a test puts there what cannot be serialized, too.
        @SuppressWarnings("serial")
        private final @Nullable Object other;

        Identifier(String name, @Nullable Object other) {
            this.name = name;
            this.other = other;
        }

        Identifier copy(UnaryOperator<@Nullable Object> copyOf) {
            return new Identifier(String.valueOf(name.toCharArray()), copyOf.apply(other));
        }

        @Override
        public boolean equals(@Nullable Object that) {
            return that instanceof Identifier id && name.equals(id.name) && Objects.equals(other, id.other);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** What both keys and values may be. */
    @SuppressWarnings("JavaUtilDate") // Applications have them.
    static Map<String, Object> simple() {
        var samples = new LinkedHashMap<String, Object>();
        samples.put("string", "alice ü 🙂");
        samples.put("string-empty", "");
        samples.put("string-ill-formed", "a\ud800b");
        samples.put("boolean", true);
        samples.put("byte", (byte) -1);
        samples.put("short", (short) -2);
        samples.put("integer", 42);
        samples.put("long", 42L);
        samples.put("float", 1.1f);
        samples.put("double", -0.0);
        samples.put("character", 'x');
        samples.put("character-surrogate", '\ud800');
        samples.put("big-integer", new BigInteger("-123456789012345678901234567890"));
        samples.put("big-decimal", new BigDecimal("1.00"));
        samples.put("uuid", new UUID(1, 2));
        samples.put("enum", Color.GREEN);
        samples.put("day", DayOfWeek.FRIDAY);
        samples.put("date", new Date(1));
        samples.put("instant", Instant.ofEpochSecond(1, 5));
        samples.put("local-date", LocalDate.of(2026, 11, 25));
        samples.put("local-time", LocalTime.of(12, 0));
        samples.put("local-date-time", NOON);
        samples.put("offset-time", NOON.toLocalTime().atOffset(ZoneOffset.ofHours(1)));
        samples.put("offset-date-time", NOON.atOffset(ZoneOffset.UTC));
        samples.put("zoned-date-time", NOON.atZone(ZoneId.of("Europe/Berlin")));
        samples.put("year", Year.of(12_345));
        samples.put("year-month", YearMonth.of(12_345, 2));
        samples.put("month-day", MonthDay.of(2, 29));
        samples.put("duration", Duration.ofMillis(-1));
        samples.put("period", Period.of(1, -2, 3));
        samples.put("zone", ZoneId.of("Europe/Berlin"));
        samples.put("zone-offset", ZoneOffset.ofHours(1));
        return samples;
    }

    static Map<String, Object> keys() {
        var samples = simple();
        samples.put("record", new Order("alice, (the first) ~", 7, List.of("a", "b"), Set.of(3, 1, 2)));
        samples.put("list", List.of(1, 2L, "3"));
        samples.put("set", Set.of("b", "a"));
        samples.put("map", Map.of("b", 1, "a", List.of()));
        samples.put("nested", new Pair(new Pair(null, Optional.of("x")), Optional.empty()));
        samples.put("serialized", new Identifier("alice", 1));
        return samples;
    }

    static Map<String, Object> values() {
        var samples = simple();
        samples.put("bytes", new byte[] {0, 1, -1});
        samples.put("serialized", new Identifier("alice", 1));
        samples.put("serialized-list", List.of("a"));
        return samples;
    }
}
