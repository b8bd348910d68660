package io.concord.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** A file of hexadecimal digits, 32 bytes a line, that freezes one format. */
public record Golden(String name) {

    public byte[] bytes() throws IOException {
        return HexFormat.of().parseHex(Files.readString(file()).replace("\n", ""));
    }

    public void compare(byte[] actual) throws IOException {
        Rewrite.compare(file(), HexFormat.of().formatHex(actual).replaceAll("(.{1,64})", "$1\n"));
    }

    private Path file() {
        return Rewrite.resource("golden").resolve(name + ".hex");
    }
}
