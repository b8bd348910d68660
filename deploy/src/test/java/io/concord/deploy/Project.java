package io.concord.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files of the project. */
final class Project {
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    static final Path DEPLOY = HOME.resolve("deploy");
    static final Path CHART = DEPLOY.resolve("helm/concord");
    static final Path MANIFESTS = DEPLOY.resolve("kubernetes/base/concord.yaml");
    static final Path COMPOSE = DEPLOY.resolve("compose/compose.yaml");
    static final Path CONTAINERFILE = DEPLOY.resolve("container/Containerfile");
    static final Path SERVER_XML = HOME.resolve("liberty-config/src/main/liberty/config/server.xml");

    private Project() {}

    static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .toList();
    }

    /** Of the product, as images are tagged with it. */
    static String version() throws IOException {
        return matches("<version>([\\d.]+)-SNAPSHOT</version>", text(HOME.resolve("pom.xml")))
                .get(0)
                .group(1);
    }
}
