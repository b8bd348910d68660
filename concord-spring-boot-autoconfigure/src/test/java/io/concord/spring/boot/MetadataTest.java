package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.io.ClassPathResource;

/** What editors show of the properties. */
class MetadataTest {
    private static final Pattern PROPERTY =
            Pattern.compile("^\\| `((?:concord|management)[.].*?)` \\|", Pattern.MULTILINE);

    private List<JsonObject> properties = List.of();
    private List<JsonObject> hints = List.of();

    @BeforeEach
    void read() throws IOException {
        try (var reader = Json.createReader(
                new ClassPathResource("META-INF/spring-configuration-metadata.json").getInputStream())) {
            var metadata = reader.readObject();
            properties = metadata.getJsonArray("properties").getValuesAs(JsonObject.class);
            hints = metadata.getJsonArray("hints").getValuesAs(JsonObject.class);
        }
    }

    @Test
    void every_property_of_the_code_is_named_and_described() {
        var expected = Stream.of(
                        names("concord.client", ConcordClientProperties.class),
                        names("concord.cache", ConcordCacheProperties.class),
                        names("concord.health", ConcordHealthProperties.class),
                        Stream.of("management.health.concord.enabled"))
                .flatMap(names -> names)
                .toList();

        assertThat(properties)
                .extracting(property -> property.getString("name"))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(properties)
                .allSatisfy(property ->
                        assertThat(property.getString("description")).endsWith("."));
    }

    @Test
    void hints_are_for_properties_that_there_are() {
        assertThat(properties)
                .extracting(property -> property.getString("name"))
                .containsAll(hints.stream().map(hint -> hint.getString("name")).toList());
    }

    @Test
    void the_keys_of_the_client_are_the_components() {
        assertThat(names("concord.client", ConcordClientProperties.class))
                .containsExactlyInAnyOrderElementsOf(ClientKeys.all());
    }

    @Test
    void boot_finds_the_auto_configurations() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
                .contains(
                        ConcordConnectionAutoConfiguration.class.getName(),
                        ConcordAutoConfiguration.class.getName(),
                        ConcordHealthAutoConfiguration.class.getName(),
                        ConcordMetersAutoConfiguration.class.getName());
    }

    @Test
    void the_page_about_spring_names_the_properties() throws IOException {
        var page = Files.readString(Path.of("../docs/spring.md"));
        var shown = PROPERTY.matcher(page)
                .results()
                .map(row -> row.group(1))
                .filter(name -> !name.endsWith("*"))
                .toList();

        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(properties.stream()
                        .map(property -> property.getString("name"))
                        .filter(name -> !name.startsWith("concord.client.") && !name.equals("concord.cache.caches"))
                        .toList());
    }

    private static Stream<String> names(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> names(prefix, component));
    }

    private static Stream<String> names(String prefix, RecordComponent component) {
        var name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
        return component.getType().isRecord() ? names(name, component.getType()) : Stream.of(name);
    }
}
