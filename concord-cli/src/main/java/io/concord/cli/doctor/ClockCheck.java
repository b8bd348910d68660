package io.concord.cli.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Clocks, by the middle one of the members': whose clock is wrong is better told by the majority than by this machine,
 * which may itself be the one.
 */
final class ClockCheck {
    /** Ahead of this machine's, and by how much that may be wrong; in milliseconds. */
    private record Offset(double millis, double error) {}

    private ClockCheck() {}

    static Stream<Finding> of(Examination examination) {
        var offsets = offsets(examination.members());
        var sorted = offsets.values().stream()
                .sorted(Comparator.comparingDouble(Offset::millis))
                .toList();
        if (sorted.isEmpty()) {
            return Stream.empty();
        }
        var middle = sorted.get((sorted.size() - 1) / 2);
        double skewMillis = examination.members().stream()
                .map(member -> member.condition().clockSkew())
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .toMillis();
        var findings = new ArrayList<Finding>();
        offsets.forEach((id, offset) -> findings.add(member(id, offset, middle, skewMillis)));
        findings.add(here(middle));
        return findings.stream();
    }

    /** Those that answered, and those of whom they have heard. */
    private static Map<String, Offset> offsets(List<MemberFacts> members) {
        var offsets = new TreeMap<String, Offset>();
        for (var member : members) {
            var clocks = member.clocks();
            for (var peer : member.peers()) {
                peer.clockOffsetMillis()
                        .ifPresent(ahead -> offsets.putIfAbsent(
                                peer.id(),
                                new Offset(
                                        clocks.offsetMillis() + ahead,
                                        clocks.errorMillis()
                                                + peer.roundTripMillis().orElse(0.0) / 2)));
            }
        }
        members.forEach(member -> offsets.put(
                member.id(),
                new Offset(member.clocks().offsetMillis(), member.clocks().errorMillis())));
        return offsets;
    }

    private static Finding member(String id, Offset offset, Offset middle, double skewMillis) {
        double ahead = offset.millis() - middle.millis();
        double sure = Math.abs(ahead) - offset.error() - middle.error();
        return new Finding(
                Check.CLOCK,
                Subject.of(id),
                Verdict.above(
                        sure, Thresholds.CLOCK_MILLIS_WARNING, Math.max(Thresholds.CLOCK_MILLIS_WARNING, skewMillis)),
                Measure.millis(ahead).and(" from the members' middle"),
                "set its clock by NTP: 'chronyc tracking' or 'timedatectl' there; past concord.auth.clock-skew-seconds it"
                        + " refuses good tokens. Lifetimes of entries do not depend on it");
    }

    private static Finding here(Offset middle) {
        return new Finding(
                Check.CLOCK,
                Subject.HERE,
                Verdict.above(
                        Math.abs(middle.millis()) - middle.error(), Thresholds.CLOCK_MILLIS_WARNING, Double.MAX_VALUE),
                Measure.millis(-middle.millis()).and(" from the members' middle"),
                "the members agree with each other and not with this machine: set the clock here by NTP");
    }
}
