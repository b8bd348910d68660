package io.concord.cli.store;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord txn}. */
@Command(
        name = "txn",
        description = {
            "Carries out a transaction: all of 'then' if every comparison holds, all of 'else' otherwise, or none.",
            "  {\"compare\":[{\"key\":\"a\",\"target\":\"value\",\"relation\":\"=\",\"value\":1}],",
            "   \"then\":[{\"op\":\"put\",\"key\":\"a\",\"value\":2}],\"else\":[{\"op\":\"get\",\"key\":\"a\"}]}"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, whichever branch it took",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.REFUSED_TEXT,
            ExitCodes.UNAVAILABLE_TEXT,
            ExitCodes.INDETERMINATE_TEXT
        })
public final class TransactionCommand extends RemoteCommand {
    private final InputStream input;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A file with the JSON (default: standard input).")
    private @Nullable Path file;

    @Option(names = "--dry-run", description = "Only tell what would come of it.")
    private boolean dryRun;

    public TransactionCommand(Terminal terminal, InputStream input) {
        super(terminal);
        this.input = input;
    }

    @Override
    public Integer call() {
        var request = RemoteRequest.post(Routes.TRANSACTIONS).json(text());
        terminal()
                .print(access().cluster()
                        .send(dryRun ? request.with(QueryParameters.DRY_RUN, "true") : request)
                        .text());
        return ExitCodes.OK;
    }

    private String text() {
        try {
            return file == null ? new String(input.readAllBytes(), StandardCharsets.UTF_8) : Files.readString(file);
        } catch (IOException e) {
            throw RemoteFailure.local("the transaction cannot be read: " + e, e);
        }
    }
}
