package io.concord.cli.doctor;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** One member for itself: what it says of its state, its disk, its memory and its certificates. */
final class ConditionChecks {
    private static final double PERCENT = 100;

    private ConditionChecks() {}

    static Stream<Finding> of(MemberFacts member) {
        var condition = member.condition();
        return Stream.of(
                        Stream.of(state(member)),
                        condition.sync().stream().map(sync -> fsync(member, sync)),
                        Stream.of(disk(member), log(member), memory(member)),
                        condition.certificates().stream().map(certificate -> certificate(member, certificate)))
                .flatMap(findings -> findings);
    }

    private static Finding state(MemberFacts member) {
        var subject = Subject.of(member.id());
        var failure = member.condition().failure();
        if (failure.isPresent()) {
            return Finding.problem(
                    Check.STATE,
                    subject,
                    Measure.words("stopped itself: " + failure.get()),
                    "restart it. If its disk has failed or its state differs: move the data directory away and keep it,"
                            + " start it with an empty one, then 'concord member replace " + member.id() + "'");
        }
        return member.condition()
                .alarm()
                .map(alarm -> Finding.problem(
                        Check.STATE,
                        subject,
                        Measure.words(alarm),
                        "'concord backup create' now; the member that a majority contradicts has stopped itself: move its"
                                + " data directory away and keep it, start it empty, then 'concord member replace'. Without"
                                + " a majority of one mind, stop writing and 'concord backup restore'"))
                .orElseGet(() -> Finding.ok(Check.STATE, subject, Measure.words("well")));
    }

    private static Finding fsync(MemberFacts member, MemberFacts.Sync sync) {
        double timeoutMillis = member.condition().electionTimeout().toMillis();
        // A single stall of that length has cost an election if it was the leader's.
        var stalled = sync.maxMillis() > timeoutMillis ? Verdict.WARNING : Verdict.OK;
        var slow = Verdict.above(
                sync.p99Millis(), Math.min(Thresholds.FSYNC_P99_MILLIS_WARNING, timeoutMillis), timeoutMillis);
        return new Finding(
                Check.FSYNC,
                Subject.of(member.id()),
                slow.compareTo(stalled) > 0 ? slow : stalled,
                Measure.millis(sync.p99Millis())
                        .of("p99")
                        .and(String.format(
                                Locale.ROOT,
                                " (p50 %.1f, max %.0f; %d in %s)",
                                sync.p50Millis(),
                                sync.maxMillis(),
                                sync.count(),
                                Measure.time(sync.over()))),
                "'iostat -x 5' there shows who uses the disk; give the data directory a disk of its own, no network storage"
                        + (isLeader(member) ? ". It leads: 'concord leader move' until then" : ""));
    }

    private static boolean isLeader(MemberFacts member) {
        return member.standing().leader().filter(member.id()::equals).isPresent();
    }

    private static Finding disk(MemberFacts member) {
        var disk = member.condition().disk();
        if (disk.freeBytes() < 0 || disk.totalBytes() <= 0) {
            return Finding.warning(
                    Check.DISK,
                    Subject.of(member.id()),
                    Measure.words("the system does not tell"),
                    "'df -h' of the data directory there");
        }
        double percent = disk.freeBytes() * PERCENT / disk.totalBytes();
        return new Finding(
                Check.DISK,
                Subject.of(member.id()),
                Verdict.below(percent, Thresholds.DISK_FREE_PERCENT_WARNING, Thresholds.DISK_FREE_PERCENT_PROBLEM),
                Measure.percent(percent, "free, " + Measure.size(disk.freeBytes())),
                "enlarge the volume, or find out what else is on it ('du -sh' there); a full disk stops the member, and"
                        + " nothing acknowledged is lost. If its log is large: " + snapshot(member));
    }

    private static Finding log(MemberFacts member) {
        long bytes = member.condition().disk().logBytes();
        return new Finding(
                Check.LOG,
                Subject.of(member.id()),
                Verdict.above(bytes, Thresholds.LOG_BYTES_WARNING, Long.MAX_VALUE),
                Measure.bytes(bytes),
                snapshot(member) + "; if it stays large, its log says why snapshots fail");
    }

    private static String snapshot(MemberFacts member) {
        return "'concord snapshot --endpoint " + member.endpoint() + "'";
    }

    private static Finding memory(MemberFacts member) {
        var standing = member.standing();
        double percent = standing.memoryBytes() * PERCENT / Math.max(1, standing.memoryBytesMax());
        return new Finding(
                Check.MEMORY,
                Subject.of(member.id()),
                Verdict.above(percent, Thresholds.MEMORY_PERCENT_WARNING, Thresholds.MEMORY_PERCENT_PROBLEM),
                Measure.percent(percent, "of " + Measure.size(standing.memoryBytesMax())),
                "'concord namespace list' shows what takes it; delete, give entries lifetimes, bound namespaces, or give"
                        + " all members more memory, one at a time. Past 100 % growing writes are refused (507)");
    }

    private static Finding certificate(MemberFacts member, MemberFacts.Certificate certificate) {
        var subject = Subject.of(member.id());
        var advice = certificate.port().equals("https")
                ? "replace the files of its HTTPS certificate; they are taken without a restart (docs/tls.md)"
                : "give the members new certificates, one at a time (docs/cluster-tls.md): a member whose certificate has"
                        + " ended gets no connection any more";
        return certificate
                .end()
                .map(end -> {
                    // By the member's own clock, which decides for it.
                    var left = Duration.between(member.condition().now(), end);
                    return new Finding(
                            Check.CERTIFICATE,
                            subject,
                            Verdict.below(
                                    left, Thresholds.CERTIFICATE_LEFT_WARNING, Thresholds.CERTIFICATE_LEFT_PROBLEM),
                            Measure.days(left).of(certificate.port()),
                            advice);
                })
                .orElseGet(() -> Finding.warning(
                        Check.CERTIFICATE,
                        subject,
                        Measure.words(certificate.port() + " cannot be read"),
                        "look at its log for the key store that it cannot open; " + advice));
    }
}
