package io.concord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/concord}, with a PATH that holds nothing but what a test puts there. */
class LauncherTest {
    @TempDir
    Path temporary;

    private Path project;
    private Path path;

    /** How the script ended, and all that it printed. */
    private record Ended(int exitCode, String text) {}

    @BeforeEach
    void layOut() throws IOException {
        project = temporary.toRealPath().resolve("a project");
        path = Files.createDirectories(temporary.resolve("path"));
        script(path.resolve("readlink"), "exec /usr/bin/readlink \"$@\"");
        Files.createDirectories(project.resolve("bin"));
        Files.copy(Path.of("../bin/concord"), launcher());
    }

    @Test
    void without_java_it_says_what_to_install() throws Exception {
        Ended ended = run();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.text()).contains("Java is missing").contains("JDK 17 or newer");
    }

    @Test
    void a_wrong_java_home_is_named() throws Exception {
        Ended ended = run(Map.of("JAVA_HOME", "/nowhere"), launcher());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.text()).contains("JAVA_HOME is '/nowhere', but there is no bin/java in it");
    }

    @Test
    void an_old_java_is_refused_with_its_version() throws Exception {
        for (var version : Map.of("11.0.22", "11", "1.8.0_412", "8").entrySet()) {
            fakeJava(version.getKey());

            Ended ended = run();

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.text())
                    .contains("Java " + version.getValue() + " is too old")
                    .contains("17 or newer");
        }
    }

    @Test
    void what_is_not_built_is_built_first() throws Exception {
        fakeJava("21");
        script(project.resolve("mvnw"), "echo \"built with $*\"; " + buildCommands());

        Ended ended = run();

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.text())
                .contains("Building Concord: the first time this downloads about 450 MB")
                .contains("built with -q -DskipTests package")
                .contains("-jar " + project.resolve("concord-cli/target/concord-cli.jar") + " dev --nodes 1");
    }

    @Test
    void a_failed_build_is_said_to_have_failed() throws Exception {
        fakeJava("17.0.15");
        script(project.resolve("mvnw"), "echo no network; exit 1");

        Ended ended = run();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.text())
                .contains("no network")
                .contains("the build failed")
                .contains("mvnw -DskipTests package");
    }

    @Test
    void what_is_built_runs_at_once_through_symbolic_links() throws Exception {
        fakeJava("25-ea");
        script(project.resolve("mvnw"), buildCommands());
        run();
        Path link = Files.createSymbolicLink(temporary.resolve("concord"), Path.of("second link"));
        Files.createSymbolicLink(temporary.resolve("second link"), Path.of("a project/bin/concord"));

        Ended ended = run(Map.of(), link);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.text())
                .doesNotContain("Building")
                .contains("-Dconcord.home=" + project + " -Dconcord.terminal=false -jar");
    }

    private Path launcher() {
        return project.resolve("bin/concord");
    }

    private void fakeJava(String version) throws IOException {
        script(
                path.resolve("java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version
                        + "\" 2024-01-16' >&2; else echo \"java $*\"; fi");
    }

    private static String buildCommands() {
        return """
                server=liberty-config/.liberty/wlp/usr/servers/concord
                /bin/mkdir -p concord-cli/target/lib liberty-config/.liberty/wlp/bin $server/apps
                : > concord-cli/target/concord-cli.jar
                : > $server/server.xml
                : > $server/apps/concord-server.war
                : > liberty-config/.liberty/wlp/bin/server
                /bin/chmod +x liberty-config/.liberty/wlp/bin/server""";
    }

    private static void script(Path file, String commands) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Ended run() throws Exception {
        return run(Map.of(), launcher());
    }

    private Ended run(Map<String, String> environment, Path command) throws Exception {
        var builder = new ProcessBuilder(command.toString(), "dev", "--nodes", "1")
                .directory(temporary.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }
}
