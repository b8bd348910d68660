package io.concord.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README shows this application as it is. */
class ReadmeTest {
    private static String shown(String language) throws IOException {
        var section = Files.readString(Path.of("../README.md"))
                .split("\n## From Spring\n", 2)[1]
                .split("\n## ", 2)[0];
        var block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(section);
        assertThat(block.find()).as("code in %s", language).isTrue();
        return block.group(1);
    }

    /** Without the indentation, which differs. */
    private static String stripped(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @Test
    void its_class_is_shown_whole() throws IOException {
        var source = Files.readString(Path.of("src/main/java/io/concord/sample/Shop.java"));

        assertThat(shown("java")).isEqualTo(source.substring(source.indexOf("@EnableCaching\n")));
    }

    @Test
    void its_properties_are_shown_whole() throws IOException {
        assertThat(shown("properties"))
                .isEqualTo(Files.readString(Path.of("src/main/resources/application.properties")));
    }

    @Test
    void its_dependency_is_shown() throws IOException {
        assertThat(stripped(Files.readString(Path.of("pom.xml")))).contains(stripped(shown("xml")));
    }
}
