package io.concord.cli.doctor;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.RemoteCommand;
import io.concord.cli.remote.RemoteFailure;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code concord doctor}. */
@Command(
        name = "doctor",
        description = {
            "Asks every endpoint at once what it finds, judges the answers, and says what to do: leader, majority, lag, round",
            "trips and open ports between the members, clocks, fsync, disk, memory, certificates, versions. Changes nothing; a",
            "token that may read everything is enough. Goes on where members are down, and says so."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is as it should be",
            ExitCodes.FAILED_TEXT,
            ExitCodes.USAGE_TEXT,
            "3:there are warnings or problems",
            "4:every member refused",
            "5:no member could be asked"
        })
public final class DoctorCommand extends RemoteCommand {
    public DoctorCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        var examination = new Examiner(access().cluster(), Clock.systemUTC()).examine();
        if (examination.members().isEmpty()) {
            throw nobody(examination.silent());
        }
        var report = new Report(Doctor.findings(examination));
        if (access().isJson()) {
            terminal().print(report.json());
        } else {
            report.print(terminal());
        }
        return report.verdict() == Verdict.OK ? ExitCodes.OK : ExitCodes.NOT_AS_IT_SHOULD_BE;
    }

    /** If all say the same, that is what is wrong. */
    private static RemoteFailure nobody(List<Examination.Silent> silent) {
        var codes = silent.stream().map(Examination.Silent::exitCode).distinct().toList();
        return new RemoteFailure(
                codes.size() == 1 ? codes.get(0) : ExitCodes.UNAVAILABLE,
                "no member could be examined: "
                        + silent.stream()
                                .map(one -> one.endpoint() + ": " + one.reason())
                                .collect(Collectors.joining("; ")));
    }
}
