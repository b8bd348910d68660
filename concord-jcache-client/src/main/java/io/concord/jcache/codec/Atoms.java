package io.concord.jcache.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types that have a text of their own, by class and by tag. The texts are frozen: those of floating-point numbers are
 * hexadecimal, because the decimal ones differ between releases of the JDK.
 */
final class Atoms {
    private static final int SHORT = 128;

    /** Of a number: reading and writing one takes time by the square of its digits. */
    private static final int DIGITS_MAX = 10_000;

    private static final int BITS_MAX = 32_768;
    private static final int PLAIN_SCALE_MAX = 1_000_000_000;
    private static final char SCALE = '/';

    private static final Map<Class<?>, Atom<?>> BY_TYPE = Stream.of(
                    atom('z', Boolean.class, text -> text.equals("true")),
                    atom('b', Byte.class, Byte::valueOf),
                    atom('h', Short.class, Short::valueOf),
                    atom('i', Integer.class, Integer::valueOf),
                    atom('l', Long.class, Long::valueOf),
                    new Atom<>('f', Float.class, SHORT, Float::toHexString, Float::valueOf),
                    new Atom<>('d', Double.class, SHORT, Double::toHexString, Double::valueOf),
                    new Atom<>('c', Character.class, SHORT, Atoms::text, Atoms::character),
                    new Atom<>('n', BigInteger.class, DIGITS_MAX, BigInteger::toString, BigInteger::new),
                    new Atom<>('m', BigDecimal.class, DIGITS_MAX, Atoms::text, Atoms::decimal),
                    atom('u', UUID.class, UUID::fromString),
                    new Atom<>('D', Date.class, SHORT, Atoms::text, text -> Date.from(Instant.parse(text))),
                    atom('T', Instant.class, Instant::parse),
                    atom('L', LocalDate.class, LocalDate::parse),
                    atom('H', LocalTime.class, LocalTime::parse),
                    atom('M', LocalDateTime.class, LocalDateTime::parse),
                    atom('G', OffsetTime.class, OffsetTime::parse),
                    atom('O', OffsetDateTime.class, OffsetDateTime::parse),
                    atom('Z', ZonedDateTime.class, ZonedDateTime::parse),
                    atom('Y', Year.class, text -> Year.of(Integer.parseInt(text))),
                    new Atom<>('N', YearMonth.class, SHORT, Atoms::text, Atoms::yearMonth),
                    atom('A', MonthDay.class, MonthDay::parse),
                    atom('U', Duration.class, Duration::parse),
                    atom('P', Period.class, Period::parse),
                    new Atom<>('V', ZoneId.class, SHORT, ZoneId::getId, ZoneId::of))
            .collect(Collectors.toUnmodifiableMap(Atom::type, Function.identity()));

    private static final Map<Character, Atom<?>> BY_TAG =
            BY_TYPE.values().stream().collect(Collectors.toUnmodifiableMap(Atom::tag, Function.identity()));

    private Atoms() {}

    /** The atom of exactly this value; null if its class has none, or if it is a number of thousands of digits. */
    static @Nullable Atom<?> of(Object value) {
        if (value instanceof BigInteger number && number.bitLength() > BITS_MAX) {
            return null;
        }
        if (value instanceof BigDecimal number && number.unscaledValue().bitLength() > BITS_MAX) {
            return null;
        }
        return BY_TYPE.get(value instanceof ZoneId ? ZoneId.class : value.getClass());
    }

    /** Null if there is none with this tag. */
    static @Nullable Atom<?> tagged(char tag) {
        return BY_TAG.get(tag);
    }

    private static <T> Atom<T> atom(char tag, Class<T> type, Function<String, T> fromText) {
        return new Atom<>(tag, type, SHORT, Object::toString, fromText);
    }

    /** A surrogate cannot stand in a text alone. */
    private static String text(Character character) {
        return Character.isSurrogate(character) ? Integer.toHexString(character) : character.toString();
    }

    private static Character character(String text) {
        return text.length() == 1 ? text.charAt(0) : (char) Integer.parseInt(text, 16);
    }

    @SuppressWarnings("JavaUtilDate") // It is what applications have, and what this writes it as.
    private static String text(Date date) {
        return Instant.ofEpochMilli(date.getTime()).toString();
    }

    /** The JDK's text, which tells the scale; but it cannot read those of the greatest scales back. */
    private static String text(BigDecimal number) {
        return Math.abs((long) number.scale()) <= PLAIN_SCALE_MAX
                ? number.toString()
                : number.unscaledValue().toString() + SCALE + number.scale();
    }

    private static BigDecimal decimal(String text) {
        var mark = text.indexOf(SCALE);
        return mark < 0
                ? new BigDecimal(text)
                : new BigDecimal(new BigInteger(text.substring(0, mark)), Integer.parseInt(text.substring(mark + 1)));
    }

    /** By the day, because the text of a month after the year 9999 cannot be read back. */
    private static String text(YearMonth month) {
        var day = month.atDay(1).toString();
        return day.substring(0, day.length() - "-01".length());
    }

    private static YearMonth yearMonth(String text) {
        return YearMonth.from(LocalDate.parse(text + "-01"));
    }
}
