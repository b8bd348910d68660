package io.concord.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An installation of {@link FakeServer} that looks like Open Liberty with the server {@code concord}. */
public final class FakeLiberty {
    private FakeLiberty() {}

    /** Makes the installation and gives its home. {@code FAKE_DEAF} in a node's environment ignores SIGTERM. */
    public static Path install(Path home) throws IOException {
        Path server = Files.createDirectories(home.resolve("usr/servers/concord/apps"));
        Files.writeString(server.resolveSibling("server.xml"), "<server/>");
        Files.writeString(server.resolve("concord-server.war"), "");
        Path script = Files.createDirectories(home.resolve("bin")).resolve("server");
        Files.writeString(
                script, """
                #!/bin/sh
                [ -z "$FAKE_DEAF" ] || trap '' TERM
                exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -Xshare:auto -cp '%s' %s "$@"
                """.formatted(Path.of("target/test-classes").toAbsolutePath(), FakeServer.class.getName()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return home;
    }
}
