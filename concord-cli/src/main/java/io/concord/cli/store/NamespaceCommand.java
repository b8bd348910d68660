package io.concord.cli.store;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.JsonLines;
import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import jakarta.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord namespace} and what it can do. */
@Command(
        name = "namespace",
        mixinStandardHelpOptions = true,
        description = "Lists, makes, empties and removes namespaces.",
        synopsisSubcommandLabel = "COMMAND")
public final class NamespaceCommand {
    private NamespaceCommand() {}

    /** The command with its subcommands. */
    public static picocli.CommandLine line(Terminal terminal) {
        return new picocli.CommandLine(new NamespaceCommand())
                .addSubcommand(new ListAll(terminal))
                .addSubcommand(new Create(terminal))
                .addSubcommand(new Clear(terminal))
                .addSubcommand(new Delete(terminal));
    }

    /** A command about one of them. */
    private abstract static class OfOne extends RemoteCommand {
        @Parameters(paramLabel = "NAMESPACE", description = "Its name.")
        private String name = "";

        OfOne(Terminal terminal) {
            super(terminal);
        }

        String path() {
            return Routes.NAMESPACES + "/" + RemoteRequest.segment(name);
        }

        /** Has the cluster do it, and prints what it answers. */
        Integer carryOut(RemoteRequest request) {
            terminal().print(access().cluster().send(request).text());
            return ExitCodes.OK;
        }
    }

    /** {@code concord namespace list}. */
    @Command(name = "list", description = "Lists the namespaces with what they hold.")
    static final class ListAll extends RemoteCommand {
        ListAll(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            var answer = access().cluster().send(RemoteRequest.get(Routes.NAMESPACES));
            if (access().isJson()) {
                terminal().print(answer.text());
                return ExitCodes.OK;
            }
            var table = new Table("NAMESPACE", "ENTRIES", "BYTES", "DEFAULT TTL", "MAX ENTRIES", "MAX BYTES");
            for (var each : answer.json().asJsonObject().getJsonArray("namespaces")) {
                var space = each.asJsonObject();
                table.row(
                        space.getString("namespace"),
                        JsonLines.text(space.get("entries")),
                        JsonLines.text(space.get("bytes")),
                        JsonLines.text(space.get("defaultTtl")),
                        JsonLines.text(space.get("maxEntries")),
                        JsonLines.text(space.get("maxBytes")));
            }
            table.print(terminal());
            return ExitCodes.OK;
        }
    }

    /** {@code concord namespace create}. */
    @Command(name = "create", description = "Makes a namespace, or changes its limits.")
    static final class Create extends OfOne {
        @Option(
                names = "--default-ttl",
                paramLabel = "TIME",
                description = "How long its entries live, if they do not say.")
        private @Nullable String defaultTtl;

        @Option(names = "--max-entries", paramLabel = "NUMBER", description = "How many entries it may have.")
        private @Nullable Long maxEntries;

        @Option(
                names = "--max-bytes",
                paramLabel = "BYTES",
                description = "How many bytes of keys and values it may have.")
        private @Nullable Long maxBytes;

        @Option(names = "--must-be-new", description = "Refuse if there is one of this name.")
        private boolean mustBeNew;

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            var settings = Json.createObjectBuilder();
            if (defaultTtl != null) {
                settings.add("defaultTtl", defaultTtl);
            }
            if (maxEntries != null) {
                settings.add("maxEntries", maxEntries);
            }
            if (maxBytes != null) {
                settings.add("maxBytes", maxBytes);
            }
            var body = settings.build();
            var request = RemoteRequest.put(path());
            request = body.isEmpty() ? request : request.json(body.toString());
            return carryOut(mustBeNew ? request.header("If-None-Match", "*") : request);
        }
    }

    /** {@code concord namespace clear}. */
    @Command(name = "clear", description = "Removes all its entries in one commit.")
    static final class Clear extends OfOne {
        Clear(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return carryOut(RemoteRequest.post(path() + "/clear"));
        }
    }

    /** {@code concord namespace delete}. */
    @Command(name = "delete", description = "Removes it with all its entries.")
    static final class Delete extends OfOne {
        Delete(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            return carryOut(RemoteRequest.delete(path()));
        }
    }
}
