package io.concord.cli.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Judges what the members have said. */
final class Doctor {
    private Doctor() {}

    /** All findings, in the order of {@link Check}. */
    static List<Finding> findings(Examination examination) {
        return Stream.of(
                        AnswerCheck.of(examination),
                        StandingChecks.of(examination),
                        PeerChecks.of(examination),
                        ClockCheck.of(examination),
                        examination.members().stream().flatMap(ConditionChecks::of))
                .flatMap(findings -> findings)
                .sorted(Comparator.comparing(Finding::check))
                .toList();
    }
}
