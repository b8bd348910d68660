package io.concord.cli.rules;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Table;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord rules explain}. */
@Command(
        name = "explain",
        description = {
            "Says whether the bearer of the token may do something, and by which rule and claim.",
            "With --as of somebody else, for administrators. Without --namespace it is about everything."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:allowed",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            "3:not allowed",
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT
        })
final class ExplainCommand extends RemoteCommand {
    @Parameters(paramLabel = "VERB", description = "read, write, delete, watch or admin.")
    private String verb = "";

    @Option(names = "--namespace", paramLabel = "NAMESPACE", description = "Where.")
    private @Nullable String namespace;

    @Option(names = "--key", paramLabel = "KEY", description = "One key.")
    private @Nullable String key;

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "All keys that begin so.")
    private @Nullable String prefix;

    @Option(names = "--as", paramLabel = "SUBJECT", description = "Whose rights; your own where it is not given.")
    private @Nullable String subject;

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "The issuer of --as.")
    private @Nullable String issuer;

    @Option(names = "--group", paramLabel = "GROUP", description = "A group of --as; may be repeated.")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--claim", paramLabel = "NAME=VALUE", description = "A claim of --as; may be repeated.")
    private Map<String, String> claims = new LinkedHashMap<>();

    ExplainCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var answer = access().cluster().send(question());
        var decision = answer.json().asJsonObject();
        if (access().isJson()) {
            terminal().print(answer.text());
        } else {
            print(decision);
        }
        return decision.getBoolean("allowed") ? ExitCodes.OK : ExitCodes.NOT_AS_IT_SHOULD_BE;
    }

    /** No write, whatever the method says: it may be asked again. */
    private RemoteRequest question() {
        var body = Json.createObjectBuilder().add("verb", verb);
        add(body, "namespace", namespace);
        add(body, "key", key);
        add(body, "prefix", prefix);
        if (subject != null) {
            var identity = Json.createObjectBuilder().add("subject", subject);
            add(identity, "issuer", issuer);
            var texts = Json.createObjectBuilder();
            claims.forEach(texts::add);
            body.add(
                    "identity",
                    identity.add("groups", Json.createArrayBuilder(groups)).add("claims", texts));
        }
        return RemoteRequest.post(Routes.AUTHZ_EXPLAIN).json(body.build().toString());
    }

    private static void add(JsonObjectBuilder object, String name, @Nullable String value) {
        if (value != null) {
            object.add(name, value);
        }
    }

    private void print(JsonObject decision) {
        terminal()
                .print((decision.getBoolean("allowed") ? "allowed" : "not allowed") + ", decided by "
                        + decision.getString("decidedBy") + " of revision " + decision.getJsonNumber("rulesRevision"));
        var grants = new Table("BY", "NAMESPACE", "KEY", "VERBS", "CLAIMS");
        var some = decision.getJsonArray("grants").getValuesAs(JsonObject.class);
        for (var basis : some) {
            var grant = basis.getJsonObject("grant");
            grants.row(
                    source(basis),
                    grant.getString("namespace"),
                    basis.getString("resolvedKey"),
                    RuleText.verbs(grant),
                    basis.getJsonObject("claims").toString());
        }
        if (!some.isEmpty()) {
            grants.print(terminal());
        }
        if (decision.containsKey("firstGap")) {
            new Table("THE FIRST KEY THAT IS NOT GRANTED")
                    .row(decision.getString("firstGap"))
                    .print(terminal());
        }
        var unusable = decision.getJsonArray("unusableGrants").getValuesAs(JsonObject.class);
        if (!unusable.isEmpty()) {
            var table = new Table("DOES NOT APPLY", "KEY", "CLAIM", "WHY");
            unusable.forEach(one -> table.row(
                    source(one),
                    one.getJsonObject("grant").getString("key"),
                    one.getString("claim"),
                    one.getString("reason")));
            table.print(terminal());
        }
    }

    private static String source(JsonObject basis) {
        return switch (basis.getString("source")) {
            case "role" -> "role " + basis.getString("role");
            case "token" -> "the token, grant " + basis.getInt("position");
            default -> "rule " + basis.getString("rule") + ", grant " + basis.getInt("position");
        };
    }
}
