package io.concord.cli.store;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.JsonLines;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.EventReader;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.model.Escaped;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code concord watch}: tells changes until it is stopped, and goes on at another node where one is lost. */
@Command(
        name = "watch",
        description = "Tells every change as it happens, until Ctrl-C; none is lost when a node is.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT + ", after as many as --count",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT + ", also where the revision is not known any more",
            ExitCodes.UNAVAILABLE_TEXT
        })
public final class WatchCommand extends RemoteCommand {
    private static final String ROW = "%10s  %-8s %-40s  %s";

    @Mixin
    private NamespaceOption namespace = new NamespaceOption();

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Keys that begin so.")
    private @Nullable String prefix;

    @Option(names = "--key", paramLabel = "KEY", description = "This key alone.")
    private @Nullable String key;

    @Option(
            names = "--from-revision",
            paramLabel = "REVISION",
            description = "The first revision to be told (default: from now on).")
    private @Nullable Long fromRevision;

    @Option(names = "--types", paramLabel = "TYPES", description = "A list of put, delete and expire (default: all).")
    private @Nullable String types;

    @Option(names = "--count", paramLabel = "NUMBER", description = "Stop after so many commits.")
    private long count = Long.MAX_VALUE;

    private Optional<String> lastId = Optional.empty();
    private long told;

    public WatchCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var cluster = access().cluster();
        if (!access().isJson()) {
            terminal().print(String.format(ROW, "REVISION", "TYPE", "KEY", "VALUE"));
        }
        while (told < count) {
            follow(cluster);
        }
        return ExitCodes.OK;
    }

    /** Until the connection ends, which is no failure: the next one goes on where it was. */
    private void follow(RemoteCluster cluster) {
        try (var events = new EventReader(cluster.open(request()).body())) {
            for (var event = events.next(); event.isPresent() && told < count; event = events.next()) {
                lastId = event.get().id().or(() -> lastId);
                tell(event.get());
            }
        } catch (IOException e) {
            terminal().warn("the watch was cut off (" + Escaped.text(String.valueOf(e.getMessage())) + "); going on");
        }
    }

    private void tell(EventReader.Event event) throws IOException {
        switch (event.type()) {
            case "progress" -> {}
            case "end" -> end(JsonLines.object(event.data()));
            case "cut" -> terminal().warn("too slow for the node; going on");
            default -> {
                if (access().isJson()) {
                    terminal().print(event.data());
                } else {
                    rows(event.id().orElse(""), JsonLines.object(event.data()));
                }
                told++;
            }
        }
    }

    /** A node that stops is left for another one; anything else stays as it is. */
    private static void end(JsonObject end) {
        var reason = end.getString("reason", "");
        if (!reason.equals("node-stopping")) {
            throw new RemoteFailure(ExitCodes.REFUSED, "the cluster ended the watch: " + Escaped.text(reason));
        }
    }

    private void rows(String revision, JsonObject commit) {
        for (var each : commit.getJsonArray("events")) {
            var change = each.asJsonObject();
            JsonValue value = change.get("value");
            terminal()
                    .print(String.format(
                            ROW,
                            Escaped.text(revision),
                            Escaped.text(change.getString("type")),
                            Escaped.text(change.getString("key", "")),
                            Escaped.text(JsonLines.text(value))));
        }
    }

    private RemoteRequest request() {
        var request = RemoteRequest.get(namespace.watch()).header("Accept", EventReader.CONTENT_TYPE);
        request = given(request, QueryParameters.PREFIX, prefix);
        request = given(request, QueryParameters.KEY, key);
        request = given(request, QueryParameters.TYPES, types);
        if (lastId.isPresent()) {
            return request.header(Headers.LAST_EVENT_ID, lastId.get());
        }
        return fromRevision == null
                ? request
                : request.with(QueryParameters.FROM_REVISION, Long.toString(fromRevision));
    }

    private static RemoteRequest given(RemoteRequest request, String name, @Nullable String value) {
        return value == null ? request : request.with(name, value);
    }
}
