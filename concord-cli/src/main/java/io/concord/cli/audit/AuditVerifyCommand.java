package io.concord.cli.audit;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.core.audit.AuditCheck;
import io.concord.core.audit.AuditLine;
import io.concord.core.audit.AuditLineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code concord audit verify}: walks the chain by the format that servers write by. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that the lines of one node's audit log are those that it wrote, and tells which are not.",
            "What a chain cannot show by itself: that lines were taken from its end, that its oldest files are gone, or that"
                    + " somebody has written all lines from some point on anew. Keep the hash that this prints elsewhere,"
                    + " and give it the next time."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the chain is whole, and has the hashes that were asked for",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            "3:the chain is not whole, or lacks a hash"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int SHOWN_MAX = 100;

    private final Terminal terminal;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "The files of one node, in any order: audit.jsonl and what lies beside it as audit-*.jsonl.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--expect-last",
            paramLabel = "HASH",
            description = "The hash that the last line must have: then nothing was cut off or added.")
    private @Nullable String expectedLast;

    @Option(
            names = "--expect",
            paramLabel = "HASH",
            description = "A hash that some line must have, as printed for an earlier state; may be given again.")
    private List<String> expected = new ArrayList<>();

    AuditVerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var wanted = wanted();
        if (wanted.isEmpty()) {
            return ExitCodes.USAGE;
        }
        try {
            var check = new AuditCheck(wanted.get());
            for (var file : ordered()) {
                try (var in = Files.newInputStream(file)) {
                    check.read(file.toString(), in);
                }
            }
            return told(check, wanted.get());
        } catch (IOException e) {
            terminal.warn("a file cannot be read: " + e);
            return ExitCodes.FAILED;
        }
    }

    private int told(AuditCheck check, Set<String> wanted) {
        var faults = check.faults();
        faults.stream().limit(SHOWN_MAX).forEach(fault -> terminal.print(fault.toString()));
        if (faults.size() > SHOWN_MAX) {
            terminal.print("… and " + (faults.size() - SHOWN_MAX) + " more");
        }
        var missing = missing(check, wanted);
        missing.forEach(terminal::print);
        if (check.lines() == 0) {
            terminal.print("There is no line.");
            return missing.isEmpty() ? ExitCodes.OK : ExitCodes.NOT_AS_IT_SHOULD_BE;
        }
        if (check.firstSequence() > 1) {
            terminal.print(
                    "The log begins with line " + check.firstSequence() + "; what was before is not in these files.");
        }
        boolean whole = faults.isEmpty() && missing.isEmpty();
        terminal.print((whole ? "The chain is whole: " : "The chain is NOT whole: ") + check.lines()
                + " lines, to line " + check.last().sequence());
        terminal.print("last hash: " + check.last().statedHash());
        return whole ? ExitCodes.OK : ExitCodes.NOT_AS_IT_SHOULD_BE;
    }

    private List<String> missing(AuditCheck check, Set<String> wanted) {
        var missing = new ArrayList<String>();
        for (var hash : wanted) {
            if (!check.has(hash)) {
                missing.add("No intact line has the hash " + hash
                        + ": lines were taken from the end or written anew, or it is the hash of another log");
            }
        }
        if (expectedLast != null
                && check.has(expectedLast)
                && !check.last().statedHash().equals(expectedLast)) {
            missing.add("Line " + check.last().sequence() + " is the last one and has another hash than " + expectedLast
                    + ": lines were added (give the hash as --expect if they may have been)");
        }
        return missing;
    }

    /** Empty for what is no hash. */
    private Optional<Set<String>> wanted() {
        var wanted = new TreeSet<>(expected);
        if (expectedLast != null) {
            wanted.add(expectedLast);
        }
        for (var hash : wanted) {
            if (!HASH.matcher(hash).matches()) {
                terminal.warn("'" + hash + "' is no hash; it has 64 characters of 0 to 9 and a to f");
                return Optional.empty();
            }
        }
        return Optional.of(wanted);
    }

    /** By the numbers of their first lines; those that have none come last. */
    private List<Path> ordered() throws IOException {
        var numbers = new LinkedHashMap<Path, Long>();
        for (var file : files) {
            numbers.put(file, firstSequence(file));
        }
        return numbers.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static long firstSequence(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var reader = new AuditLineReader(in);
            for (var raw = reader.next(); raw.isPresent(); raw = reader.next()) {
                var line = AuditLine.parse(raw.get().bytes());
                if (line.isPresent()) {
                    return line.get().sequence();
                }
            }
        }
        return Long.MAX_VALUE;
    }
}
