package io.concord.cli.rules;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code concord rules put}. */
@Command(
        name = "put",
        description = {
            "Puts a rule in force, in place of the one of its name.",
            "The first rule ends what concord-reader and concord-writer may by themselves."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.INDETERMINATE_TEXT
        })
final class PutRuleCommand extends RemoteCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The name of the rule.")
    private String name = "";

    @Option(names = "--group", paramLabel = "GROUP", description = "A group that it grants to; may be repeated.")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "A subject that it grants to; may be repeated.")
    private List<String> subjects = new ArrayList<>();

    @Option(names = "--anybody", description = "It grants to everybody with a token.")
    private boolean anybody;

    @Option(
            names = "--grant",
            paramLabel = "VERBS:NAMESPACE:KEY",
            converter = GrantText.class,
            description = "What it grants, such as read,write:shop:carts/** or read:*:**; may be repeated.")
    private List<JsonObject> grants = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE", description = "The rule as JSON, in place of these access().")
    private @Nullable Path file;

    @Option(
            names = "--if-revision",
            paramLabel = "N",
            description = "Only over the rule of that revision; 0 if there is to be none.")
    private @Nullable Long revision;

    PutRuleCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var request = RemoteRequest.put(Routes.RULES + "/" + RemoteRequest.segment(name))
                .json(body());
        var answer = access().cluster().send(Conditions.with(request, revision));
        terminal()
                .print(
                        access().isJson()
                                ? answer.text()
                                : "rule " + name + " is in force, at revision "
                                        + answer.json().asJsonObject().getJsonNumber("revision") + " of the rules");
        return ExitCodes.OK;
    }

    private String body() {
        boolean described = !groups.isEmpty() || !subjects.isEmpty() || anybody || !grants.isEmpty();
        if (file != null) {
            if (described) {
                throw usage("give --file, or --group, --subject, --anybody and --grant, not both");
            }
            return read(file);
        }
        if (grants.isEmpty() || (groups.isEmpty() && subjects.isEmpty() && !anybody)) {
            throw usage("a rule needs --grant, and --group, --subject or --anybody to grant it to");
        }
        return Json.createObjectBuilder()
                .add("groups", Json.createArrayBuilder(groups))
                .add("subjects", Json.createArrayBuilder(subjects))
                .add("anybody", anybody)
                .add("grants", Json.createArrayBuilder(grants))
                .build()
                .toString();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw RemoteFailure.local("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private RuntimeException usage(String message) {
        return spec == null ? RemoteFailure.local(message) : new ParameterException(spec.commandLine(), message);
    }
}
