package io.concord.cli.tokens;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code concord token list}: what there is to say of all tokens, which is not what they are. */
@Command(name = "list", description = "Lists all tokens that have not ended.")
final class ListTokensCommand extends RemoteCommand {
    ListTokensCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (access().isJson()) {
            JsonArrayBuilder all = Json.createArrayBuilder();
            each(access().cluster(), all::add);
            terminal()
                    .print(Json.createObjectBuilder().add("tokens", all).build().toString());
            return ExitCodes.OK;
        }
        var table = new Table("ID", "NAME", "GROUPS", "GRANTS", "CREATED", "BY", "EXPIRES", "REVOKED");
        each(access().cluster(), token -> add(table, token));
        table.print(terminal());
        return ExitCodes.OK;
    }

    /** Page after page. */
    private static void each(RemoteCluster cluster, Consumer<JsonObject> consumer) {
        var request = RemoteRequest.get(Routes.TOKENS).with(QueryParameters.LIMIT, "1000");
        var page = cluster.send(request).json().asJsonObject();
        page.getJsonArray("tokens").getValuesAs(JsonObject.class).forEach(consumer);
        while (page.containsKey(QueryParameters.CURSOR)) {
            page = cluster.send(request.with(QueryParameters.CURSOR, page.getString(QueryParameters.CURSOR)))
                    .json()
                    .asJsonObject();
            page.getJsonArray("tokens").getValuesAs(JsonObject.class).forEach(consumer);
        }
    }

    private static void add(Table table, JsonObject token) {
        table.row(
                token.getString("id"),
                token.getString("name"),
                texts(token, "groups"),
                token.getJsonArray("grants").getValuesAs(JsonObject.class).stream()
                        .map(ListTokensCommand::grant)
                        .collect(Collectors.joining(" ")),
                token.getString("created"),
                token.getJsonObject("createdBy").getString("subject"),
                token.getString("expires"),
                token.getBoolean("revoked") ? token.getString("revokedAt", "yes") : "");
    }

    private static String grant(JsonObject grant) {
        return texts(grant, "verbs").replace(",", "+") + ":" + grant.getString("namespace") + ":"
                + grant.getString("key");
    }

    private static String texts(JsonObject object, String name) {
        return object.getJsonArray(name).getValuesAs(JsonString::getString).stream()
                .collect(Collectors.joining(","));
    }
}
