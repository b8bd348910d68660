package io.concord.cli.backup;

import io.concord.core.backup.BackupHeader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The name of a backup's file: {@code concord-20261130T020000Z-r12345.backup}, so that names sort by time. */
final class BackupName {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("concord-[0-9]{8}T[0-9]{6}Z-r[0-9]{1,19}\\.backup");

    private BackupName() {}

    static String of(BackupHeader header) {
        return "concord-" + TIME.format(Instant.ofEpochMilli(header.createdMillis())) + "-r" + header.revision()
                + ".backup";
    }

    static boolean matches(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName())).matches();
    }
}
