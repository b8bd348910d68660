package io.concord.cli.store;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.JsonLines;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.model.Escaped;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import jakarta.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code concord list}: a range, entry by entry as it comes, so that a million of them take no memory. */
@Command(
        name = "list",
        description = "Lists the entries of a range in the order of their keys, all as of one revision.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.NOT_FOUND_TEXT
        })
public final class ListCommand extends RemoteCommand {
    private static final String ROW = "%-40s  %10s  %10s  %s";

    @Mixin
    private NamespaceOption namespace = new NamespaceOption();

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "The beginning of the keys.")
    private @Nullable String prefix;

    @Option(names = "--from", paramLabel = "KEY", description = "The first key.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "KEY", description = "The first key that is not meant any more.")
    private @Nullable String to;

    @Option(names = "--limit", paramLabel = "NUMBER", description = "How many entries at most.")
    private @Nullable Long limit;

    @Option(names = "--values", description = "With their values; by JSON, or in place of what else is known.")
    private boolean values;

    public ListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var request = RemoteRequest.get(namespace.entries()).header("Accept", JsonLines.CONTENT_TYPE);
        request = given(
                given(given(request, QueryParameters.PREFIX, prefix), QueryParameters.FROM, from),
                QueryParameters.TO,
                to);
        if (!values) {
            request = request.with(QueryParameters.KEYS_ONLY, "true");
        }
        var response = access().cluster().open(request);
        long expected = response.headers().firstValueAsLong(Headers.COUNT).orElse(0);
        long wanted = limit == null ? expected : Math.min(limit, expected);
        try (var lines = new JsonLines(response.body())) {
            if (!access().isJson()) {
                terminal()
                        .print(String.format(
                                ROW, "KEY", "REVISION", values ? "VERSION" : "BYTES", values ? "VALUE" : "TYPE"));
            }
            for (long shown = 0; shown < wanted; shown++) {
                var line = lines.next().orElseThrow(() -> new IOException("the connection was closed before"));
                terminal().print(access().isJson() ? line : row(JsonLines.object(line)));
            }
        } catch (IOException e) {
            throw new RemoteFailure(ExitCodes.UNAVAILABLE, "the list did not come to its end: " + e.getMessage());
        }
        return ExitCodes.OK;
    }

    private static RemoteRequest given(RemoteRequest request, String name, @Nullable String value) {
        return value == null ? request : request.with(name, value);
    }

    private String row(JsonObject entry) {
        return String.format(
                ROW,
                Escaped.text(entry.getString("key")),
                entry.get("revision"),
                values ? entry.get("version") : entry.get("bytes"),
                Escaped.text(values ? JsonLines.text(entry.get("value")) : entry.getString("contentType")));
    }
}
