package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.Concord;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.jcache.settings.ClientKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documents name is there: files, settings, commands, headers, error codes. */
class DocumentsTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path SETTINGS =
            HOME.resolve("liberty-config/src/main/liberty/config/concord.properties.example");
    private static final Path BOOT_METADATA = HOME.resolve(
            "concord-spring-boot-autoconfigure/target/classes/META-INF/spring-configuration-metadata.json");
    private static final Pattern BOOT_SETTING = Pattern.compile("\"name\": \"(concord\\.[a-z.-]+)\"");
    /** In Boot's properties, any cache has what the defaults have. */
    private static final String OF_ONE_CACHE = "^concord\\.cache\\.caches\\.[a-z-]+\\.";

    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)[^)]*\\)");
    /** Not Boot's own switch for a health check. */
    private static final Pattern SETTING =
            Pattern.compile("(?<!io\\.|health\\.)\\bconcord\\.(?!properties|dev\\b)[a-z]+(?:[.-][a-z]+)+");

    private static final Pattern VARIABLE = Pattern.compile("\\bCONCORD_[A-Z_]+");
    private static final Pattern COMPOSE_VARIABLE = Pattern.compile("(?m)^#?(CONCORD_[A-Z_]+)=");
    private static final Pattern PATH = Pattern.compile("`((?:[a-z-]+/)+[A-Za-z.-]+)`");
    private static final Pattern COMMAND =
            Pattern.compile("bin/concord ([a-z][a-z-]*(?: [a-z][a-z-]*)*)(?=[ `)\"]|$)", Pattern.MULTILINE);

    private static final Pattern LISTED_COMMAND = Pattern.compile("^\\| `bin/concord ([a-z -]+)`", Pattern.MULTILINE);

    private static final Pattern ADDRESS = Pattern.compile("/v1/(?:[a-z-]+/)*(?:[a-z-]+|\\{[a-z]+})(?=[` ])");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT|Benchmark))`");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)(?: [A-Z]+)?`");
    private static final Pattern HEADER = Pattern.compile("Concord-[A-Z][A-Za-z-]*|Idempotency-Key");
    private static final Set<String> CLIENT_VARIABLES = Set.of(
            "CONCORD_ENDPOINTS",
            "CONCORD_TOKEN",
            "CONCORD_TOKEN_FILE",
            "CONCORD_CA_FILE",
            "CONCORD_PROFILE",
            "CONCORD_PROFILES",
            "CONCORD_DEBUG");

    static List<Path> documents() throws IOException {
        try (var files = Files.walk(HOME, 2)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_and_path_leads_somewhere(Path document) throws IOException {
        for (var link : all(LINK, document, 1)) {
            assertThat(document.resolveSibling(link)).as("link in %s", document).exists();
        }
        for (var path : all(PATH, document, 1)) {
            // A path whose first folder is not here is one of a running node, not of the project.
            var top = Path.of(path).getName(0);
            var folders = Stream.of(document.resolveSibling(""), HOME)
                    .filter(folder -> Files.isDirectory(folder.resolve(top)))
                    .toList();
            if (!folders.isEmpty()) {
                assertThat(folders)
                        .as("'%s' in %s", path, document)
                        .anyMatch(folder -> Files.exists(folder.resolve(path)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_setting_and_variable_is_known(Path document) throws IOException {
        var settings = settings();
        var variables = settings.stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(Collectors.toSet());
        // The start script reads a password from a file.
        variables.addAll(variables.stream()
                .filter(name -> name.endsWith("_PASSWORD"))
                .map(name -> name + "_FILE")
                .toList());
        variables.addAll(CLIENT_VARIABLES);
        variables.addAll(all(COMPOSE_VARIABLE, HOME.resolve("deploy/compose/.env.example"), 1));

        var named = all(SETTING, document, 0).stream()
                .map(key -> key.replaceFirst(OF_ONE_CACHE, "concord.cache.defaults."))
                .toList();
        assertThat(settings).as("settings in %s", document).containsAll(named);
        assertThat(variables).as("variables in %s", document).containsAll(all(VARIABLE, document, 0));
    }

    @Test
    void every_command_and_option_that_a_document_names_is_one_of_the_command_line() throws IOException {
        var options = commands("", Concord.commandLine())
                .flatMap(command -> command.line().getCommandSpec().optionsMap().keySet().stream())
                .collect(Collectors.toSet());
        for (var name : List.of("README.md", "docs/command-line.md", "docs/operations.md")) {
            var document = HOME.resolve(name);
            for (var match : matches(COMMAND, document)) {
                assertThat(command(match.group(1))).isNotEmpty();
            }
            assertThat(options).as("options in %s", document).containsAll(all(OPTION, document, 1));
        }
    }

    @Test
    void every_command_is_documented() throws IOException {
        var documented = all(LISTED_COMMAND, HOME.resolve("docs/command-line.md"), 1);

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(commands("", Concord.commandLine())
                        .filter(command -> command.line().getSubcommands().isEmpty()
                                || command.name().equals("dev"))
                        .map(Command::name)
                        .toList());
    }

    private record Command(String name, CommandLine line) {}

    private static Stream<Command> commands(String above, CommandLine line) {
        return line.getSubcommands().entrySet().stream().flatMap(entry -> {
            var name = (above + " " + entry.getKey()).strip();
            return Stream.concat(Stream.of(new Command(name, entry.getValue())), commands(name, entry.getValue()));
        });
    }

    /** The words of a command, without those that it is given. */
    private static String command(String words) {
        var line = Concord.commandLine();
        var names = new ArrayList<String>();
        for (var word : words.strip().split(" ", -1)) {
            var next = line.getSubcommands().get(word);
            if (next == null && line.getSubcommands().isEmpty()) {
                break;
            }
            names.add(word);
            line = Objects.requireNonNull(next, () -> "no command '" + word + "' in 'bin/concord " + words + "'");
        }
        return String.join(" ", names);
    }

    @Test
    void every_command_test_and_address_of_the_security_document_is_there() throws IOException {
        var document = HOME.resolve("docs/security.md");
        for (var match : matches(COMMAND, document)) {
            assertThat(command(match.group(1))).contains(" ");
        }
        var addresses = OpenApiDocument.ofYaml(OpenApiDocument.text()).operations().stream()
                .map(OpenApiOperation::path)
                .collect(Collectors.toSet());
        assertThat(addresses).containsAll(all(ADDRESS, document, 0));
        assertThat(all(TEST, document, 1)).hasSizeGreaterThan(10);
        assertThat(testNames()).containsAll(all(TEST, document, 1));
    }

    private static Set<String> testNames() throws IOException {
        try (var files = Files.walk(HOME)) {
            return files.filter(file -> file.toString().matches(".*/src/test/.*\\.java"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void the_readme_names_every_error_code_and_no_other() throws IOException {
        var codes = Arrays.stream(ErrorCode.values())
                .filter(code -> code != ErrorCode.INTERNAL)
                .map(ErrorCode::code)
                .toList();
        var table = Files.readAllLines(HOME.resolve("README.md")).stream()
                .filter(line -> line.matches("\\| [45]\\d\\d.*"))
                .flatMap(line ->
                        Pattern.compile("`([a-z-]+)`").matcher(line).results().map(match -> match.group(1)))
                .toList();

        assertThat(table).containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void every_header_of_the_readme_is_one_of_the_contract() throws Exception {
        var headers = new ArrayList<String>();
        for (var field : Headers.class.getFields()) {
            headers.add((String) field.get(null));
        }

        assertThat(headers).containsAll(all(HEADER, HOME.resolve("README.md"), 0));
    }

    private static Set<String> settings() throws IOException {
        var ofServers = Files.readAllLines(SETTINGS).stream()
                .map(Pattern.compile("#?(concord\\.[a-z.-]+)=.*")::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(match -> match.group(1));
        var ofClients = Arrays.stream(ClientKey.values()).map(ClientKey::key);
        var ofBoot = all(BOOT_SETTING, BOOT_METADATA, 1).stream();
        return Stream.of(ofServers, ofClients, ofBoot).flatMap(keys -> keys).collect(Collectors.toSet());
    }

    private static Set<String> all(Pattern pattern, Path document, int group) throws IOException {
        return matches(pattern, document).stream()
                .map(match -> match.group(group))
                .collect(Collectors.toSet());
    }

    private static List<MatchResult> matches(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document)).results().toList();
    }
}
