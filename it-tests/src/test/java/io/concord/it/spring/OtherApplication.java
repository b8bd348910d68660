package io.concord.it.spring;

import io.concord.spring.ConcordCacheManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** An application in a JVM of its own, which does what it is told line by line and answers each line with one. */
final class OtherApplication implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private OtherApplication(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static OtherApplication start(Connection connection, String token) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(List.of(
                        java,
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OtherApplication.class.getName(),
                        connection.uri().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CONCORD_TOKEN", token);
        return new OtherApplication(builder.start());
    }

    /** The answer: what the library says, and how often it was asked until then. */
    String tell(String line) throws IOException {
        var commands = process.outputWriter(StandardCharsets.UTF_8);
        commands.write(line);
        commands.newLine();
        commands.flush();
        return String.valueOf(answers.readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var application =
                Application.of(() -> ConcordCacheManager.builder(URI.create(arguments[0]), new Properties())
                        .build())) {
            var library = application.library();
            for (var line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(answer(library, line.split(" ", 3)) + ", asked " + library.asked());
                System.out.flush();
            }
        }
    }

    private static String answer(Library library, String[] words) {
        var isbn = Integer.parseInt(words[1]);
        return switch (words[0]) {
            case "title" -> library.title(isbn);
            case "rename" -> library.rename(isbn, words[2]);
            case "forget" -> {
                library.forget(isbn);
                yield "forgotten";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }
}
