package io.concord.it;

import io.concord.cli.cluster.FreePorts;
import io.concord.cli.cluster.NodeLayout;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The nodes of the compose file as plain processes: the files that the Containerfile copies, its start command, its variables and
 * those of the compose file. Only what an engine would give is different: hosts are loopback, ports are free ones, and absolute
 * paths lie below a directory.
 */
final class ContainerNodes implements AutoCloseable {
    private static final Pattern COPY = Pattern.compile("^COPY (?:--from=build )?(\\S+) (/\\S+)$", Pattern.MULTILINE);
    private static final Pattern ENV = Pattern.compile("^(?:ENV| {3}) (\\w+)=(\\S+)", Pattern.MULTILINE);
    private static final Pattern EXECUTED = Pattern.compile("^(ENTRYPOINT|.*CMD) \\[\"(.+)\"]$", Pattern.MULTILINE);
    private static final Pattern INTERPOLATED = Pattern.compile("\\$\\{(\\w+)(?::[-?]([^}]*))?}");
    private static final String LIBERTY = "/opt/ol/wlp";
    private static final long STOP_SECONDS = 60;

    private final Path root;
    private final Path keys;
    private final String recipe;
    private final Map<String, NodeLayout> layouts = new LinkedHashMap<>();
    private final Map<String, Process> running = new HashMap<>();

    ContainerNodes(String name, List<String> ids) throws IOException {
        this.root = Clusters.emptied(name);
        this.keys = root.resolve("keys");
        this.recipe = Files.readString(project("deploy/container/Containerfile"));
        var ports = new FreePorts();
        ids.forEach(id -> layouts.put(id, new NodeLayout(id, ports.http(), ports.cluster())));
        build();
    }

    /** By {@code Keys.java}, as its users do. */
    void makeKeys() throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                project("deploy/compose/Keys.java").toString(),
                keys.toString()));
        command.addAll(layouts.keySet());
        // Not to the streams of this process, by which it talks to the build.
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("the keys were not made");
        }
    }

    String key(String file) throws IOException {
        return Files.readString(keys.resolve(file));
    }

    NodeLayout layout(String id) {
        return java.util.Objects.requireNonNull(layouts.get(id), id);
    }

    /** @param changed variables beyond those of image and compose file, or in the place of theirs */
    Process start(String id, Map<String, String> dotEnv, Map<String, String> changed) throws IOException {
        var node = root.resolve(id);
        Files.createDirectories(node);
        var builder = new ProcessBuilder(image(executed("ENTRYPOINT")).toString())
                .directory(node.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console(id).toFile()));
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(environment(id, dotEnv));
        builder.environment().putAll(changed);
        var process = builder.start();
        running.put(id, process);
        return process;
    }

    /** What the engine's health check says. */
    int health(String id) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(image(executed("HEALTHCHECK")).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .put("CONCORD_HTTP_PORT", Integer.toString(layout(id).httpPort()));
        return builder.start().waitFor();
    }

    /** As an engine stops it; the exit code. */
    int stop(String id) throws InterruptedException {
        var process = java.util.Objects.requireNonNull(running.remove(id), id);
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(id + " did not stop within " + STOP_SECONDS + " s, the grace period is 90 s");
        }
        return process.exitValue();
    }

    void loseVolume(String id) throws IOException {
        Clusters.delete(root.resolve(id).resolve("data"));
    }

    /** As an operator who adds a file of the project to the image. */
    void addToServer(String directory, String file) throws IOException {
        var target = image(LIBERTY).resolve("usr/servers/concord").resolve(directory);
        Files.createDirectories(target);
        Files.copy(project(file), target.resolve(project(file).getFileName()));
    }

    Path console(String id) {
        return root.resolve(id).resolve("console.log");
    }

    Path written(String id, String file) {
        return root.resolve(id).resolve(file);
    }

    /** Every file of the image and when it was changed last. */
    Map<String, Long> imageFiles() throws IOException {
        var files = new TreeMap<String, Long>();
        Files.walkFileTree(image(""), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.put(file.toString(), attributes.lastModifiedTime().toMillis());
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    @Override
    public void close() {
        running.values().forEach(process -> {
            process.destroy();
            try {
                process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
        });
    }

    /** The base image is Open Liberty; then what the Containerfile copies. */
    private void build() throws IOException {
        link(Clusters.libertyHome(), image(LIBERTY), Path.of("usr"));
        for (var copy : COPY.matcher(recipe).results().toList()) {
            var source = copy.group(1);
            if (!source.equals(".")) {
                link(project(source.replaceFirst("^/src/", "")), image(copy.group(2)), Path.of("server.env"));
            }
        }
    }

    /** Hard links, which take no room; a file that is there already is one of a layer below. */
    private static void link(Path from, Path to, Path leftOut) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return from.relativize(directory).equals(leftOut)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!from.relativize(file).equals(leftOut)) {
                    var target = from.equals(file) ? to : to.resolve(from.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.deleteIfExists(target);
                    Files.createLink(target, file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Map<String, String> environment(String id, Map<String, String> dotEnv) throws IOException {
        var environment = new LinkedHashMap<String, String>();
        ENV.matcher(recipe).results().forEach((MatchResult line) -> environment.put(line.group(1), line.group(2)));
        compose(id).forEach((name, value) -> environment.put(name, interpolated(value, dotEnv)));
        environment.replaceAll((name, value) -> here(id, value));
        environment.put("CONCORD_HTTPS_HOST", NodeLayout.HOST);
        environment.put("CONCORD_HTTP_PORT", Integer.toString(layout(id).httpPort()));
        environment.put("CONCORD_HTTPS_PORT", Integer.toString(layout(id).httpsPort()));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return environment;
    }

    /** Of a node that the compose file does not have, those of its first. */
    private static Map<String, String> compose(String id) throws IOException {
        Object compose = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(project("deploy/compose/compose.yaml")));
        var services = member(compose, "services");
        var known = member(services, id) == null ? "n1" : id;
        var environment = new LinkedHashMap<String, String>();
        if (member(member(services, known), "environment") instanceof Map<?, ?> map) {
            map.forEach((name, value) ->
                    environment.put(String.valueOf(name), String.valueOf(value).replace(known + ".p12", id + ".p12")));
        }
        environment.put("CONCORD_NODE_ID", id);
        return environment;
    }

    private static @Nullable Object member(@Nullable Object node, String name) {
        return node instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static String interpolated(String text, Map<String, String> dotEnv) {
        return INTERPOLATED.matcher(text).replaceAll(match -> {
            var otherwise = match.group(2) == null ? "" : match.group(2);
            return java.util.regex.Matcher.quoteReplacement(dotEnv.getOrDefault(match.group(1), otherwise));
        });
    }

    private String here(String id, String value) {
        var here = value.replace("/run/secrets", keys.toString())
                .replace("/concord/", root.resolve(id) + "/")
                .replace(LIBERTY, image(LIBERTY).toString());
        for (var layout : layouts.values()) {
            here = here.replace(layout.id() + "=" + layout.id() + ":7800", layout.member());
        }
        return here;
    }

    private String executed(String instruction) {
        return EXECUTED.matcher(recipe)
                .results()
                .filter(match -> match.group().startsWith(instruction))
                .map(match -> match.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + instruction));
    }

    private Path image(String path) {
        return root.resolve("image" + path);
    }

    private static Path project(String path) {
        return Clusters.projectHome().resolve(path);
    }
}
