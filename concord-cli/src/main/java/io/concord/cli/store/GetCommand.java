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
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord get}: the bytes of a value as they are, or everything that is known of it as JSON. */
@Command(
        name = "get",
        description = "Prints the value of an entry, byte for byte.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.NOT_FOUND_TEXT
        })
public final class GetCommand extends RemoteCommand {
    private final OutputStream bytes;

    @Mixin
    private NamespaceOption namespace = new NamespaceOption();

    @Parameters(paramLabel = "KEY", description = "The key of the entry.")
    private String key = "";

    @Option(
            names = "--stale",
            description = "Take what the asked node has, which may be old, also where there is no leader.")
    private boolean stale;

    /** @param bytes where a value goes, as it is */
    public GetCommand(Terminal terminal, OutputStream bytes) {
        super(terminal);
        this.bytes = bytes;
    }

    @Override
    public Integer call() {
        var request = RemoteRequest.get(namespace.entries()).with(QueryParameters.KEY, key);
        var response = access().cluster().open(stale ? request.with(QueryParameters.CONSISTENCY, "stale") : request);
        try (var body = response.body()) {
            if (access().isJson()) {
                terminal().print(described(response.headers(), body.readAllBytes()));
            } else {
                body.transferTo(bytes);
                bytes.flush();
            }
        } catch (IOException e) {
            throw RemoteFailure.local("the value did not come through to its end: " + e.getMessage(), e);
        }
        return ExitCodes.OK;
    }

    private String described(HttpHeaders headers, byte[] value) {
        var object = Json.createObjectBuilder().add("key", key);
        headers.firstValue("Content-Type").ifPresent(type -> object.add("contentType", type));
        headers.firstValue("ETag").ifPresent(tag -> object.add("revision", Long.parseLong(tag.replace("\"", ""))));
        headers.firstValueAsLong(Headers.CREATE_REVISION).ifPresent(revision -> object.add("createRevision", revision));
        headers.firstValueAsLong(Headers.VERSION).ifPresent(version -> object.add("version", version));
        headers.firstValue("Expires").ifPresent(expires -> object.add("expires", expires));
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            object.add("encoding", "text").add("value", text.toString());
        } catch (CharacterCodingException e) {
            object.add("encoding", "base64").add("value", Base64.getEncoder().encodeToString(value));
        }
        return object.build().toString();
    }
}
