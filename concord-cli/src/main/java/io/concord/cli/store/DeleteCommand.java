package io.concord.cli.store;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord delete}. */
@Command(
        name = "delete",
        description = "Removes an entry, or all whose keys begin alike, or all that have a tag, in one commit.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT + ", whether there was anything or not",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT + ", also where a condition does not hold",
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.INDETERMINATE_TEXT
        })
public final class DeleteCommand extends RemoteCommand {
    private static final String DELETED = "deleted";

    @Mixin
    private NamespaceOption namespace = new NamespaceOption();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(names = "--if-revision", paramLabel = "REVISION", description = "Only over this revision of the entry.")
    private @Nullable Long revision;

    public DeleteCommand(Terminal terminal) {
        super(terminal);
    }

    /** What is to go. */
    static final class Target {
        @Parameters(arity = "0..1", paramLabel = "KEY", description = "The key of the entry.")
        private @Nullable String key;

        @Option(names = "--prefix", paramLabel = "PREFIX", description = "The beginning of the keys.")
        private @Nullable String prefix;

        @Option(names = "--tag", paramLabel = "TAG", description = "The tag of the entries.")
        private @Nullable String tag;
    }

    @Override
    public Integer call() {
        var request = selecting(RemoteRequest.delete(namespace.entries()));
        if (revision != null) {
            request = request.header("If-Match", "\"" + revision + "\"");
        }
        var answer = access().cluster().send(request);
        var deleted = answer.headers().firstValueAsLong(Headers.DELETED);
        long count = deleted.isPresent()
                ? deleted.getAsLong()
                : counted(answer.json().asJsonObject());
        terminal()
                .print(
                        access().isJson()
                                ? Json.createObjectBuilder()
                                        .add(DELETED, count)
                                        .build()
                                        .toString()
                                : DELETED + " " + count);
        return ExitCodes.OK;
    }

    private static long counted(JsonObject body) {
        return body.getJsonNumber(DELETED).longValue();
    }

    private RemoteRequest selecting(RemoteRequest request) {
        if (target.key != null) {
            return request.with(QueryParameters.KEY, target.key);
        }
        return target.prefix != null
                ? request.with(QueryParameters.PREFIX, target.prefix)
                : request.with(QueryParameters.TAG, String.valueOf(target.tag));
    }
}
