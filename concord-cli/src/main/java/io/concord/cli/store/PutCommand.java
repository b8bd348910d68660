package io.concord.cli.store;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import jakarta.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code concord put}. */
@Command(
        name = "put",
        description = "Stores a value, given as argument, by --file, or on standard input.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT + ", also where a condition does not hold",
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.INDETERMINATE_TEXT
        })
public final class PutCommand extends RemoteCommand {
    private static final int CREATED = 201;

    private final InputStream input;

    @Mixin
    private NamespaceOption namespace = new NamespaceOption();

    @Parameters(index = "0", paramLabel = "KEY", description = "The key of the entry.")
    private String key = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "The value (default: standard input).")
    private @Nullable String value;

    @Option(names = "--file", paramLabel = "FILE", description = "A file with the value.")
    private @Nullable Path file;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            description = "What the value is (default: ${DEFAULT-VALUE}).",
            defaultValue = "text/plain")
    private String contentType = "text/plain";

    @Option(names = "--ttl", paramLabel = "TIME", description = "How long it lives: 30s, never or keep.")
    private @Nullable String ttl;

    @Option(names = "--lease", paramLabel = "ID", description = "The lease that it lives as long as.")
    private @Nullable Long lease;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag of the entry; may be repeated.")
    private List<String> tags = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup
    private Condition condition = new Condition();

    public PutCommand(Terminal terminal, InputStream input) {
        super(terminal);
        this.input = input;
    }

    /** What must hold. */
    static final class Condition {
        @Option(names = "--if-absent", description = "Only if there is no such entry.")
        private boolean absent;

        @Option(names = "--if-revision", paramLabel = "REVISION", description = "Only over this revision of the entry.")
        private @Nullable Long revision;
    }

    @Override
    public Integer call() {
        var request = RemoteRequest.put(namespace.entries())
                .with(QueryParameters.KEY, key)
                .content(contentType, BodyPublishers.ofByteArray(value()));
        if (ttl != null) {
            request = request.with(QueryParameters.TTL, ttl);
        }
        if (lease != null) {
            request = request.with(QueryParameters.LEASE, Long.toString(lease));
        }
        for (var tag : tags) {
            request = request.with(QueryParameters.TAG, tag);
        }
        if (condition.absent) {
            request = request.header("If-None-Match", "*");
        } else if (condition.revision != null) {
            request = request.header("If-Match", "\"" + condition.revision + "\"");
        }
        var answer = access().cluster().send(request);
        long revision = answer.headers().firstValueAsLong(Headers.REVISION).orElse(0);
        terminal()
                .print(
                        access().isJson()
                                ? Json.createObjectBuilder()
                                        .add("key", key)
                                        .add("revision", revision)
                                        .add("created", answer.status() == CREATED)
                                        .build()
                                        .toString()
                                : "revision " + revision);
        return ExitCodes.OK;
    }

    private byte[] value() {
        if (value != null && file != null) {
            throw new ParameterException(spec.commandLine(), "give VALUE or --file, not both");
        }
        try {
            if (value != null) {
                return value.getBytes(StandardCharsets.UTF_8);
            }
            return file != null ? Files.readAllBytes(file) : input.readAllBytes();
        } catch (IOException e) {
            throw RemoteFailure.local("the value cannot be read: " + e, e);
        }
    }
}
