package io.concord.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The commented list of all settings says what the code does. */
class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("../liberty-config/src/main/liberty/config/concord.properties.example");
    private static final Pattern SETTING = Pattern.compile("#?(concord\\.[a-z.-]+)=(.*)");

    @Test
    void every_key_stands_in_it_once_with_its_default() throws IOException {
        var expected = Arrays.stream(ConfigKey.values())
                .filter(key -> key.defaultValue().isPresent())
                .collect(Collectors.toMap(
                        ConfigKey::key, key -> key.defaultValue().orElseThrow()));

        var documented = settings();

        assertThat(documented.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ConfigKey.values()).map(ConfigKey::key).toList());
        assertThat(documented).containsAllEntriesOf(expected);
    }

    private static Map<String, String> settings() throws IOException {
        var settings = new HashMap<String, String>();
        for (var line : Files.readAllLines(EXAMPLE)) {
            var matcher = SETTING.matcher(line);
            if (matcher.matches()) {
                assertThat(settings.put(matcher.group(1), matcher.group(2)))
                        .as("%s twice", matcher.group(1))
                        .isNull();
            }
        }
        return settings;
    }
}
