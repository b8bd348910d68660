package io.concord.server.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/** The files of an audit log: the one that is written, and beside it the full ones, by the number of their first line. */
final class AuditFiles {
    private final Path current;
    private final Path directory;
    private final String stem;
    private final Pattern fullName;

    AuditFiles(Path current) {
        this.current = current.toAbsolutePath();
        this.directory = this.current.resolveSibling("");
        var name = String.valueOf(current.getFileName());
        this.stem = name.endsWith(".jsonl") ? name.substring(0, name.length() - ".jsonl".length()) : name;
        this.fullName = Pattern.compile(Pattern.quote(stem) + "-\\d{12}\\.jsonl");
    }

    Path current() {
        return current;
    }

    /** Opens the file that is written, for nobody else's eyes; makes it where it is not. */
    FileChannel open() throws IOException {
        Files.createDirectories(directory);
        var channel =
                FileChannel.open(current, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (Files.getFileStore(current).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    current, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
        syncDirectory();
        return channel;
    }

    /** The full ones, the oldest first. */
    List<Path> full() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file ->
                            fullName.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Makes the one that is written a full one. */
    Path setAside(long firstSequence) throws IOException {
        var full = directory.resolve(String.format("%s-%012d.jsonl", stem, firstSequence));
        Files.move(current, full, StandardCopyOption.ATOMIC_MOVE);
        return full;
    }

    /** Keeps bytes that were cut off; they may be evidence. */
    Path keep(byte[] bytes, long sequence) throws IOException {
        var file = directory.resolve(String.format("%s-cut-%012d", stem, sequence));
        Files.write(file, bytes);
        return file;
    }

    private void syncDirectory() throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
