package io.concord.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the operators' documents: files that are there, values that the chart takes, requests that nodes answer. */
class OperationsTest {
    private static final List<String> DOCUMENTS = List.of("docs/operations.md", "docs/troubleshooting.md");
    private static final Pattern FILE = Pattern.compile("(?<![\\w/.])(?:deploy|liberty-config)/[\\w./-]+");
    private static final Pattern REQUEST = Pattern.compile("(?:-X (\\w+) )?\\S*?(/(?:v1|health)/[\\w/.-]+)");
    private static final Pattern MADE = Pattern.compile("deploy/compose/(keys.*|\\.env)|liberty-config/\\.liberty/.*");

    @Test
    void every_file_of_a_command_is_there_or_made_by_one_before() throws IOException {
        var commands = commands("docs/operations.md");

        assertThat(commands).hasSizeGreaterThan(20);
        for (var command : commands) {
            for (var file :
                    FILE.matcher(command).results().map(MatchResult::group).toList()) {
                if (!MADE.matcher(file).matches()) {
                    assertThat(Project.HOME.resolve(file)).as(command).exists();
                }
            }
        }
    }

    @Test
    void every_helm_command_names_values_that_the_chart_takes() throws IOException {
        var helm = commands("docs/operations.md").stream()
                .filter(command -> command.startsWith("helm "))
                .toList();

        assertThat(helm).hasSizeGreaterThan(4);
        for (var command : helm) {
            var template =
                    new Helm(Project.CHART).template().withName("concord").withKubeVersion("1.32.0");
            for (var value : Project.matches("--set (\\S+?)=(\\S+)", command)) {
                template.set(value.group(1), value.group(2));
            }
            assertThat(template.call()).as(command).contains("kind: StatefulSet");
        }
    }

    @Test
    void every_request_is_one_that_nodes_answer() throws IOException {
        var paths = new TreeMap<String, Tree>(Tree.document(Project.text(
                        Project.HOME.resolve("concord-server-war/src/main/resources/META-INF/openapi.yaml")))
                .get("paths")
                .members());
        var checked = 0;
        for (var document : DOCUMENTS) {
            for (var request : REQUEST.matcher(Project.text(Project.HOME.resolve(document)))
                    .results()
                    .toList()) {
                checked++;
                var method = request.group(1) == null ? "get" : request.group(1).toLowerCase(Locale.ROOT);
                assertThat(methods(paths, request.group(2))).as(request.group()).contains(method);
            }
        }
        assertThat(checked).isGreaterThan(20);
    }

    /** Those of the path of the document that fits; one with names in it fits any. */
    private static List<String> methods(Map<String, Tree> paths, String path) {
        return paths.entrySet().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .flatMap(entry -> entry.getValue().members().keySet().stream())
                .toList();
    }

    private static List<String> commands(String document) throws IOException {
        return Project.matches("(?s)^```sh\n(.*?)^```", Project.text(Project.HOME.resolve(document))).stream()
                .flatMap(block -> block.group(1).lines())
                .toList();
    }
}
