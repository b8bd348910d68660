package io.concord.cli.tokens;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.Access;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord token create}: standard output is the token and nothing else, so that a script can take it. */
@Command(
        name = "create",
        description = {
            "Makes a token and prints it, this once: TOKEN=$(concord token create ci --group concord-reader)",
            "It is told nowhere again; whoever loses it makes another one."
        })
final class CreateTokenCommand extends RemoteCommand {
    @Parameters(paramLabel = "NAME", description = "Whose it is: the author of what is written with it.")
    private String name = "";

    @Option(
            names = "--group",
            split = ",",
            paramLabel = "GROUP",
            description = "Groups of its bearer, such as concord-reader, concord-writer or concord-admin.")
    private List<String> groups = new ArrayList<>();

    @Option(
            names = "--grant",
            paramLabel = "VERBS:NAMESPACE:KEY",
            converter = GrantText.class,
            description = "Beside its groups: verbs on keys, such as read+watch:default:flags/** (or *: for every"
                    + " namespace); may be repeated.")
    private List<GrantText.Parsed> grants = new ArrayList<>();

    @Option(
            names = "--lifetime",
            defaultValue = "30d",
            paramLabel = "TIME",
            description = "How long it is good, 366d at most (default: ${DEFAULT-VALUE}).")
    private String lifetime = "30d";

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "The nodes' concord.tokens.secret-file: makes the first token, where there is none yet to ask"
                    + " with.")
    private @Nullable Path secretFile;

    @Option(
            names = "--cluster",
            defaultValue = "concord",
            paramLabel = "NAME",
            description = "The nodes' concord.cluster.name, for --secret-file (default: ${DEFAULT-VALUE}).")
    private String cluster = "concord";

    CreateTokenCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var body = Json.createObjectBuilder()
                .add("name", name)
                .add("groups", Json.createArrayBuilder(groups))
                .add("grants", array())
                .add("lifetime", lifetime)
                .build();
        var answer = remote().send(RemoteRequest.post(Routes.TOKENS).json(body.toString()));
        if (access().isJson()) {
            terminal().print(answer.text());
            return ExitCodes.OK;
        }
        var made = answer.json().asJsonObject();
        terminal()
                .err()
                .println("token " + made.getString("id") + " of '" + name + "' is good until "
                        + made.getString("expires"));
        terminal().print(made.getString("token"));
        return ExitCodes.OK;
    }

    private RemoteCluster remote() {
        var given = access().access();
        return new RemoteCluster(
                secretFile == null
                        ? given
                        : new Access(
                                given.endpoints(),
                                Optional.of(SecretProof.of(secretFile, cluster, Instant.now())),
                                given.authorities(),
                                given.timeout()));
    }

    private JsonArrayBuilder array() {
        var array = Json.createArrayBuilder();
        grants.forEach(grant -> array.add(grant.json()));
        return array;
    }
}
