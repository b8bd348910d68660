package io.concord.cli.doctor;

import io.concord.cli.console.ExitCodes;
import java.util.stream.Stream;

/** Whether every member can be asked. */
final class AnswerCheck {
    private AnswerCheck() {}

    static Stream<Finding> of(Examination examination) {
        var answered = examination.members().stream().map(AnswerCheck::answered);
        var silent = examination.silent().stream().map(AnswerCheck::silent);
        // Those that did not answer may be the ones that are missing.
        var unasked = examination.unheard().size() > examination.silent().size()
                ? examination.unheard().stream().map(AnswerCheck::unasked)
                : Stream.<Finding>empty();
        return Stream.of(answered, silent, unasked).flatMap(findings -> findings);
    }

    private static Finding answered(MemberFacts member) {
        double millis = member.clocks().roundTripMillis();
        return new Finding(
                Check.ANSWER,
                Subject.of(member.id()),
                Verdict.above(millis, Thresholds.ANSWER_MILLIS_WARNING, Double.MAX_VALUE),
                Measure.millis(millis)
                        .and(", up " + Measure.time(member.standing().uptime())),
                "look at the load and the heap of " + member.endpoint()
                        + ", and at the network from here; run 'concord doctor' from another machine to tell them apart");
    }

    private static Finding silent(Examination.Silent silent) {
        return Finding.problem(
                Check.ANSWER,
                Subject.of(silent.endpoint().toString()),
                Measure.words(silent.reason()),
                advice(silent.exitCode()));
    }

    private static String advice(int exitCode) {
        return switch (exitCode) {
            case ExitCodes.UNAVAILABLE, ExitCodes.INDETERMINATE ->
                "start it if it is down ('systemctl status concord', 'kubectl describe pod POD'; its log says why it"
                        + " ended), or open its port to this machine; the others go on while they are a majority:"
                        + " 'concord status'. If TLS failed, its certificate has ended or is not of an authority that"
                        + " --ca-file names: replace the files, they are taken without a restart";
            case ExitCodes.REFUSED ->
                "if the others take this token, this member's keys, issuer, secret or clock differ from theirs:"
                        + " look at its log; otherwise use a token that may read everything, as"
                        + " 'concord token create' makes one with --group concord-reader";
            case ExitCodes.NOT_FOUND ->
                "it runs a version that cannot be examined, or is no Concord: compare with 'concord members'";
            default ->
                "check the address: 'concord members' lists the members, and the profile or --endpoint names them";
        };
    }

    private static Finding unasked(String id) {
        return Finding.warning(
                Check.ANSWER,
                Subject.of(id),
                Measure.words("at none of the endpoints"),
                "add its address to --endpoint, CONCORD_ENDPOINTS or the profile, and run 'concord doctor' again; here"
                        + " is only what the others see of it");
    }
}
