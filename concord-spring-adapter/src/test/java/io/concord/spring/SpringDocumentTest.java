package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The page about Spring shows code that is compiled and works. */
class SpringDocumentTest {
    private static final Pattern CODE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void all_code_of_the_page_is_compiled() throws IOException {
        var compiled =
                normalized(Files.readString(Path.of("src/test/java/io/concord/spring/DocumentedApplication.java")));
        var shown = CODE.matcher(Files.readString(Path.of("../docs/spring.md")))
                .results()
                .map(block -> normalized(block.group(1)))
                .toList();

        assertThat(shown).isNotEmpty().allSatisfy(block -> assertThat(compiled).contains(block));
    }

    /** Without the indentation, which differs. */
    private static String normalized(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    @Test
    void the_documented_context_starts_without_a_cluster() {
        try (var context = new AnnotationConfigApplicationContext(DocumentedApplication.Caches.class)) {
            var manager = context.getBean(ConcordCacheManager.class);

            assertThat(manager.getCacheNames()).containsExactly("sessions");
            assertThat(manager.isTransactionAware()).isTrue();
        }
    }
}
