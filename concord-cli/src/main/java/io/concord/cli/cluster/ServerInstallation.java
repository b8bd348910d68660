package io.concord.cli.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Open Liberty that runs the nodes: one installation and one server definition for all of them.
 *
 * @param home its {@code wlp} directory
 */
public record ServerInstallation(Path home) {
    static final String SERVER_NAME = "concord";

    /** The script that becomes the server. */
    public Path script() {
        return home.resolve("bin").resolve("server");
    }

    /** Throws, with the command that builds it, when a part is missing. */
    public void verify() {
        require(Files.isExecutable(script()), "Open Liberty", script());
        Path server = home.resolve("usr").resolve("servers").resolve(SERVER_NAME);
        requireFile("the server definition", server.resolve("server.xml"));
        requireFile("the Concord WAR", server.resolve("apps").resolve("concord-server.war"));
    }

    private static void requireFile(String what, Path file) {
        require(Files.isRegularFile(file), what, file);
    }

    private static void require(boolean present, String what, Path file) {
        if (!present) {
            throw new ClusterFailure(what + " is not installed: " + file
                    + " is missing. Build it with './mvnw -DskipTests package' in the project directory");
        }
    }
}
