package io.concord.it;

import io.concord.cli.cluster.NodeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node has written to its logs since a moment. */
final class LogFiles {
    private final List<Path> files;
    private final Path incidents;
    private final Map<Path, Integer> linesBefore;

    LogFiles(NodeFiles node) {
        files = List.of(node.consoleLog(), node.logs().resolve("messages.log"));
        incidents = node.logs().resolve("ffdc");
        linesBefore = files.stream()
                .collect(Collectors.toMap(
                        Function.identity(), file -> lines(file).size()));
    }

    /** The lines written since, of all files. */
    List<String> news() {
        var news = new ArrayList<String>();
        linesBefore.forEach((file, before) ->
                news.addAll(lines(file).subList(before, lines(file).size())));
        return news;
    }

    /** The files in which the container keeps the stack trace of what it did not expect. */
    List<Path> incidents() throws IOException {
        if (!Files.isDirectory(incidents)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(incidents)) {
            return found.sorted().toList();
        }
    }

    private static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    /** One character a byte: logs of bad requests need not be valid text. */
    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
