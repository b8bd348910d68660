package io.concord.core.state;

import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupReader;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTotals;
import io.concord.core.backup.RecordFormat;
import io.concord.core.command.Operation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Backups by name, and what is said of restores: {@code backup name=b}, {@code begin-restore name=b force}, {@code
 * restore-part name=b restore=1 sequence=0 from=0 count=2}, {@code finish-restore name=b restore=1}, {@code abort-restore
 * restore=1}.
 */
final class RestoreConsole {
    private record Taken(BackupHeader header, List<BackupRecord> records, BackupTotals totals) {}

    private final Map<String, Taken> taken = new HashMap<>();

    /** Takes one, reads it again and says what is in it. */
    String take(KeyspaceView view, Arguments line) throws IOException {
        var header = new BackupHeader("id", "cluster", "n1", "1", 0, view.revision(), view.timeMillis());
        var out = new ByteArrayOutputStream();
        var written = view.backUp(out, header);
        var reader = new BackupReader(new ByteArrayInputStream(out.toByteArray()));
        var records = new ArrayList<BackupRecord>();
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
            records.add(RecordFormat.decode(record));
        }
        if (!written.equals(reader.totals())) {
            throw new AssertionError("another backup was read than written");
        }
        taken.put(line.text("name", "b"), new Taken(reader.header(), records, written));
        return String.format(
                "revision=%d time=%d entries=%d namespaces=%d leases=%d revocations=%d rules=%d digest=%s",
                header.revision(),
                header.timeMillis(),
                written.entries(),
                written.namespaces(),
                written.leases(),
                written.revocations(),
                written.rules(),
                written.digest().toString().substring(0, 8));
    }

    boolean knows(String verb) {
        return verb.endsWith("-restore") || verb.equals("restore-part");
    }

    Operation operation(Arguments line) {
        if (line.verb().equals("abort-restore")) {
            return new Operation.AbortRestore(line.number("restore", 1));
        }
        var backup = Objects.requireNonNull(taken.get(line.text("name", "b")), "backup");
        return switch (line.verb()) {
            case "begin-restore" ->
                new Operation.BeginRestore(
                        line.number("revision", backup.header.revision()),
                        backup.header.timeMillis(),
                        line.says("force"));
            case "restore-part" -> {
                int from = (int) line.number("from", 0);
                int count = (int) line.number("count", backup.records.size() - from);
                yield new Operation.RestorePart(
                        line.number("restore", 1),
                        line.number("sequence", 0),
                        backup.records.subList(from, from + count));
            }
            case "finish-restore" -> new Operation.FinishRestore(line.number("restore", 1), backup.totals);
            default -> throw new IllegalArgumentException("unknown verb " + line.verb());
        };
    }
}
