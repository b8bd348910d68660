package io.concord.cli;

import io.concord.cli.cluster.ClusterFailure;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteFailure;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what went wrong in words. A stack trace appears only with {@code CONCORD_DEBUG=1}.
 *
 * @param terminal where to
 */
record FailureMessages(Terminal terminal) implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        terminal.warn(message(failure));
        UnmatchedArgumentException.printSuggestions(failure, terminal.err());
        terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for what can be given.");
        trace(failure);
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        boolean isExplained = failure instanceof ClusterFailure || failure instanceof RemoteFailure;
        terminal.warn(isExplained ? message(failure) : unexpected(failure));
        trace(failure);
        return failure instanceof RemoteFailure remote ? remote.exitCode() : ExitCode.SOFTWARE;
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    private static String unexpected(Exception failure) {
        return "unexpected failure: " + failure
                + ". Run it again with CONCORD_DEBUG=1 for the details, and report them";
    }

    private void trace(Exception failure) {
        if (terminal.isDebugging()) {
            failure.printStackTrace(terminal.err());
        }
    }
}
