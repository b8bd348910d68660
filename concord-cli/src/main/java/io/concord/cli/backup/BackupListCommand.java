package io.concord.cli.backup;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.OutputFormat;
import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code concord backup list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the backups of a directory, the newest first, by what they say of themselves.")
final class BackupListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The directory.")
    private Path directory = Path.of(".");

    @Option(
            names = "--output",
            defaultValue = "table",
            paramLabel = "table|json",
            description = "For people, or for programs (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    BackupListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var items = new BackupDirectory(directory).list();
        if (output == OutputFormat.JSON) {
            var all = Json.createArrayBuilder();
            items.forEach(item -> all.add(BackupDescription.of(item)));
            terminal.print(
                    Json.createObjectBuilder().add("backups", all).build().toString());
            return ExitCodes.OK;
        }
        var table = new Table("NAME", "CREATED", "REVISION", "ENTRIES", "RULES", "BYTES", "CLUSTER");
        for (var item : items) {
            var described = BackupDescription.of(item);
            table.row(
                    item.name(),
                    described.getString("created", ""),
                    number(described, "revision"),
                    number(described, "entries"),
                    number(described, "rules"),
                    Long.toString(item.bytes()),
                    described.getString("cluster", "damaged"));
        }
        table.print(terminal);
        return ExitCodes.OK;
    }

    private static String number(JsonObject described, String name) {
        var number = described.get(name);
        return number == null ? "" : number.toString();
    }
}
