package io.concord.jcache.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.Key;
import io.concord.core.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is stored once must be found and read by every later release. {@code -Drewrite=true} writes the files anew. */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final SerialSettings SETTINGS = SerialSettings.defaults().withFilter("io.concord.jcache.codec.*");

    @Test
    void keys_are_written_as_ever() throws IOException {
        var codec = Codecs.keys(Object.class, GoldenTest.class.getClassLoader(), SETTINGS);
        var written = new TreeMap<String, String>();
        Samples.keys()
                .forEach((name, key) -> written.put(name, codec.encode(key).text()));

        compare("keys.txt", written);
    }

    @Test
    void keys_are_read_as_ever() throws IOException {
        var codec = Codecs.keys(Object.class, GoldenTest.class.getClassLoader(), SETTINGS);
        var keys = Samples.keys();

        var frozen = lines("keys.txt");

        assertThat(frozen).hasSameSizeAs(keys);
        frozen.forEach(
                (name, text) -> assertThat(codec.decode(new Key(text))).as(name).isEqualTo(keys.get(name)));
    }

    @Test
    void values_are_written_as_ever() throws IOException {
        var codec = Codecs.values(Object.class, GoldenTest.class.getClassLoader(), SETTINGS);
        var written = new TreeMap<String, String>();
        Samples.values()
                .forEach((name, value) -> written.put(
                        name, HexFormat.of().formatHex(codec.encode(value).toByteArray())));

        compare("values.txt", written);
    }

    @Test
    void values_are_read_as_ever() throws IOException {
        var codec = Codecs.values(Object.class, GoldenTest.class.getClassLoader(), SETTINGS);
        var values = Samples.values();

        var frozen = lines("values.txt");

        assertThat(frozen).hasSameSizeAs(values);
        frozen.forEach((name, hex) -> assertThat(
                        codec.decode(Value.of(HexFormat.of().parseHex(hex), TaggedValueCodec.CONTENT_TYPE)))
                .as(name)
                .isEqualTo(values.get(name)));
    }

    private static void compare(String file, Map<String, String> actual) throws IOException {
        var text = actual.entrySet().stream()
                .map(line -> line.getKey() + " " + line.getValue() + "\n")
                .collect(Collectors.joining());
        if (Boolean.getBoolean("rewrite")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(GOLDEN.resolve(file), text);
        }
        assertThat(text).as(file).isEqualTo(Files.readString(GOLDEN.resolve(file)));
    }

    private static Map<String, String> lines(String file) throws IOException {
        try (var lines = Files.lines(GOLDEN.resolve(file))) {
            return lines.map(line -> line.split(" ", 2)).collect(Collectors.toMap(line -> line[0], line -> line[1]));
        }
    }
}
