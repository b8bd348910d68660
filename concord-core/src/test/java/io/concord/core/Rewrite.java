package io.concord.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;

/** Expected output in a file under src/test/resources, which {@code -Drewrite=true} replaces by the actual one. */
public final class Rewrite {
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private Rewrite() {}

    public static boolean enabled() {
        return Boolean.getBoolean("rewrite");
    }

    public static Path resource(String name) {
        return RESOURCES.resolve(name);
    }

    public static void compare(Path file, String actual) throws IOException {
        if (enabled()) {
            Files.writeString(file, actual);
        }
        Assertions.assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
    }
}
