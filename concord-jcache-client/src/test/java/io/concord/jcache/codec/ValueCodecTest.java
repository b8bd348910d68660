package io.concord.jcache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concord.core.model.Value;
import io.concord.jcache.api.UndecodableException;
import io.concord.jcache.api.ValueFormat;
import io.concord.jcache.api.ValueFormatProvider;
import io.concord.jcache.codec.Samples.Identifier;
import io.concord.jcache.codec.Samples.Pair;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValueCodecTest {
    private static final SerialSettings SETTINGS = SerialSettings.defaults().withFilter("io.concord.jcache.codec.*");
    private static final ValueCodec<Object> CODEC = codec(Object.class);

    @ParameterizedTest
    @MethodSource("values")
    void a_value_comes_back_in_a_copy(Object value) {
        var decoded = CODEC.decode(CODEC.encode(value));

        assertThat(decoded).isEqualTo(value).hasSameClassAs(value);
    }

    static Stream<Object> values() {
        var own = Stream.of(
                new byte[] {0, -1},
                new Pair("a", new Identifier("b", null)),
                BigInteger.ONE.shiftLeft(100_000),
                new BigDecimal(BigInteger.ONE.shiftLeft(100_000), 7),
                new int[][] {{1}, {}},
                Pair.class,
                proxy());
        return Stream.concat(Samples.simple().values().stream(), own);
    }

    /** In a cache that declares nothing, with no configuration. */
    @ParameterizedTest
    @MethodSource("valuesOfTheJdk")
    void collections_and_values_of_the_jdk_need_no_configuration(Object value) {
        var codec = Codecs.values(Object.class, loader(), SerialSettings.defaults());

        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }

    @SuppressWarnings({"JdkObsolete", "JavaUtilDate"}) // Applications have them.
    static Stream<Object> valuesOfTheJdk() {
        return Stream.of(
                new ArrayList<>(List.of(1, "a")),
                List.of(1, 2, 3),
                Set.of("a"),
                Map.of("a", List.of()),
                Arrays.asList("a", null),
                new LinkedList<>(List.of(1)),
                new HashMap<>(Map.of("a", new Date(1))),
                new TreeMap<>(Map.of("a", 1)),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                new CopyOnWriteArrayList<>(List.of(1)),
                EnumSet.of(java.time.DayOfWeek.FRIDAY),
                new EnumMap<>(Map.of(java.time.DayOfWeek.FRIDAY, 1)),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                Collections.emptyList(),
                Collections.singletonMap(1, 2),
                Map.entry(1, 2).getKey(),
                new java.util.AbstractMap.SimpleEntry<>(1, 2),
                Locale.GERMANY,
                URI.create("http://a/"),
                new Object[] {1, "a", Instant.EPOCH},
                new String[] {"a"},
                new long[] {1});
    }

    @Test
    void a_queue_comes_back() {
        var codec = Codecs.values(ArrayDeque.class, loader(), SerialSettings.defaults());

        assertThat(codec.decode(codec.encode(new ArrayDeque<>(List.of(1, 2)))).size())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"42, l42", "-1, l-1"})
    void a_number_is_its_digits(long value, String bytes) {
        var written = CODEC.encode(value);

        assertThat(written.contentType()).isEqualTo("application/vnd.concord.value");
        assertThat(new String(written.toByteArray(), StandardCharsets.UTF_8)).isEqualTo(bytes);
    }

    @Test
    void a_class_that_is_not_declared_is_refused_when_it_is_written() {
        var codec = Codecs.values(Object.class, loader(), SerialSettings.defaults());

        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> codec.encode(new ArrayList<>(List.of(new Pair(1, 2)))))
                .withMessageContaining("Samples$Pair")
                .withMessageContaining("concord.client.serial-filter");
    }

    @Test
    void a_class_that_is_not_declared_is_refused_when_it_is_read() {
        var codec = Codecs.values(Object.class, loader(), SerialSettings.defaults());
        var written = CODEC.encode(new ArrayList<>(List.of(new Pair(1, 2))));

        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec.decode(written))
                .withMessageContaining("Samples$Pair")
                .withMessageContaining("concord.client.serial-filter");
    }

    @Test
    void a_declared_type_and_its_fields_need_no_configuration() {
        var codec = Codecs.values(Box.class, loader(), SerialSettings.defaults());
        var value = new Box(List.of(new Box.Part("a")), new Box.Circle(1));

        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }

    @Test
    void a_subtype_of_a_declared_type_needs_no_configuration() {
        var codec = Codecs.values(Identifier.class, loader(), SerialSettings.defaults());

        assertThat(codec.decode(codec.encode(new Special("a")))).isInstanceOf(Special.class);
    }

    @Test
    void what_the_filter_rejects_is_refused_although_it_is_declared() {
        var codec =
                Codecs.values(Pair.class, loader(), SerialSettings.defaults().withFilter("!io.concord.**"));

        assertThatExceptionOfType(CacheException.class).isThrownBy(() -> codec.encode(new Pair(1, 2)));
    }

    @Test
    void a_limit_in_the_filter_holds_too() {
        var codec =
                Codecs.values(Object.class, loader(), SerialSettings.defaults().withFilter("maxdepth=2"));

        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec.decode(CODEC.encode(new Object[] {new Object[] {new Object[] {}}})));
    }

    @Test
    void a_value_that_is_not_serializable_is_refused_with_what_to_do() {
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> CODEC.encode(new Pair(1, new Object())))
                .withMessageContaining("java.lang.Object does not implement Serializable")
                .withMessageContaining("ValueFormatProvider");
    }

    @Test
    void a_failure_of_a_class_that_writes_itself_is_told() {
        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> CODEC.encode(new Broken()))
                .withMessageContaining("the disk is full");
    }

    @Test
    void a_value_of_another_type_than_declared_is_undecodable() {
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec(Integer.class).decode(CODEC.encode("a")))
                .withMessageContaining("declares values of the type java.lang.Integer");
    }

    @Test
    void text_of_others_is_text_for_caches_of_text() {
        var text = Value.of("grün".getBytes(StandardCharsets.ISO_8859_1), "Text/Plain; charset=iso-8859-1");
        var json = Value.of("{}".getBytes(StandardCharsets.UTF_8), "application/problem+json");

        assertThat(codec(String.class).decode(text)).isEqualTo("grün");
        assertThat(CODEC.decode(json)).isEqualTo("{}");
        assertThat(codec(byte[].class).decode(json)).isEqualTo(new byte[] {'{', '}'});
    }

    @Test
    void bytes_of_others_are_bytes_or_undecodable() {
        var png = Value.of(new byte[] {1}, "image/png");

        assertThat(CODEC.decode(png)).isEqualTo(new byte[] {1});
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec(String.class).decode(png))
                .withMessageContaining("image/png");
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec(Long.class).decode(Value.of(new byte[] {'1'}, "text/plain")));
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec(String.class).decode(Value.of(new byte[] {-1}, "text/plain")));
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec(String.class).decode(Value.of(new byte[] {1}, "text/plain; charset=none")));
    }

    @Test
    void a_named_provider_has_its_format_and_reads_what_was_there_before() {
        var codec = Codecs.values(String.class, loader(), SETTINGS.withValueFormatProvider(Shouting.class.getName()));

        var written = codec.encode("alice");

        assertThat(written).isEqualTo(Value.of(new byte[] {'A', 'L', 'I', 'C', 'E'}, "text/shouting"));
        assertThat(codec.decode(written)).isEqualTo("ALICE");
        assertThat(codec.decode(codec(String.class).encode("bob"))).isEqualTo("bob");
        assertThatExceptionOfType(UndecodableException.class)
                .isThrownBy(() -> codec.decode(Value.of(new byte[0], "text/shouting")));
        assertThatExceptionOfType(CacheException.class).isThrownBy(() -> codec.encode(""));
    }

    @Test
    void a_provider_is_found_by_the_service_loader_of_the_managers_class_loader(@TempDir Path directory)
            throws Exception {
        var services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(ValueFormatProvider.class.getName()), Shouting.class.getName());

        try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, loader())) {
            var codec = Codecs.values(String.class, loader, SETTINGS);

            assertThat(codec.decode(codec.encode("alice"))).isEqualTo("ALICE");
        }
    }

    @Test
    void a_provider_that_is_none_is_refused_with_the_setting() {
        var settings = SETTINGS.withValueFormatProvider("java.lang.String");

        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> Codecs.values(String.class, loader(), settings))
                .withMessageContaining("concord.client.value-format-provider");
    }

    public static final class Shouting implements ValueFormatProvider, ValueFormat<String> {
        @Override
        @SuppressWarnings("unchecked")
        public <V> Optional<ValueFormat<V>> formatOf(Class<V> type, ClassLoader loader) {
            return type == String.class ? Optional.of((ValueFormat<V>) this) : Optional.empty();
        }

        @Override
        public String contentType() {
            return "text/shouting";
        }

        @Override
        public byte[] write(String value) throws IOException {
            if (value.isEmpty()) {
                throw new IOException("nothing to shout");
            }
            return value.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String read(byte[] bytes) throws IOException {
            if (bytes.length == 0) {
                throw new IOException("silence");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    record Box(List<Part> parts, Shape shape) implements Serializable {
        private static final long serialVersionUID = 1;

        record Part(String name) implements Serializable {
            private static final long serialVersionUID = 1;
        }

        sealed interface Shape extends Serializable permits Circle {}

        record Circle(int radius) implements Shape {
            private static final long serialVersionUID = 1;
        }
    }

    private static final class Special extends Identifier {
        private static final long serialVersionUID = 1;

        Special(String name) {
            super(name, null);
        }
    }

    private static final class Broken implements Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("unused")
        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new IOException("the disk is full");
        }
    }

    private record Constant(String text) implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && Proxy.isProxyClass(arguments[0].getClass());
                case "hashCode" -> 1;
                default -> text;
            };
        }
    }

    private static Object proxy() {
        return Proxy.newProxyInstance(loader(), new Class<?>[] {CharSequence.class}, new Constant("a"));
    }

    private static <V> ValueCodec<V> codec(Class<V> type) {
        return Codecs.values(type, loader(), SETTINGS);
    }

    private static ClassLoader loader() {
        return ValueCodecTest.class.getClassLoader();
    }
}
