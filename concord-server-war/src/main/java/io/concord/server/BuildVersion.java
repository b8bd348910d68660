package io.concord.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into the archive. */
final class BuildVersion {
    private BuildVersion() {}

    static String read() {
        try (var in = BuildVersion.class.getResourceAsStream("build.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
