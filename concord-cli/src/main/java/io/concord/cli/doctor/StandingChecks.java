package io.concord.cli.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the members stand to each other: leader, majority, votes, lag, and what they run. */
final class StandingChecks {
    private static final String NO_LEADER = "no leader";

    private StandingChecks() {}

    static Stream<Finding> of(Examination examination) {
        return Stream.of(
                        Stream.of(leader(examination.members())),
                        examination.members().stream().map(StandingChecks::quorum),
                        votes(examination.members()),
                        examination.members().stream().flatMap(StandingChecks::lag),
                        Stream.of(versions(examination.members())))
                .flatMap(findings -> findings);
    }

    private static Finding leader(List<MemberFacts> members) {
        var said = members.stream().collect(Collectors.groupingBy(StandingChecks::leader, TreeMap::new, names()));
        if (said.size() > 1) {
            return Finding.problem(
                    Check.LEADER,
                    Subject.CLUSTER,
                    Measure.words(each(said)),
                    "run 'concord doctor' again: during an election that is so for a second or two; if it stays, the"
                            + " members do not reach each other");
        }
        var leader = said.firstKey();
        return leader.equals(NO_LEADER)
                ? Finding.problem(
                        Check.LEADER,
                        Subject.CLUSTER,
                        Measure.words(NO_LEADER),
                        "writes and reads wait: start the members that are down or repair the network between the cluster"
                                + " ports; restarting those that wait makes it worse. If a majority of disks is lost for"
                                + " ever: 'concord backup restore'")
                : Finding.ok(Check.LEADER, Subject.CLUSTER, Measure.words(leader));
    }

    private static String leader(MemberFacts member) {
        var standing = member.standing();
        return standing.leader().map(id -> id + " in term " + standing.term()).orElse(NO_LEADER);
    }

    private static Finding quorum(MemberFacts member) {
        var standing = member.standing();
        long reached = standing.reachableVoters();
        var verdict = reached < standing.majority()
                ? Verdict.PROBLEM
                : reached < standing.voters() ? Verdict.WARNING : Verdict.OK;
        return new Finding(
                Check.QUORUM,
                Subject.of(member.id()),
                verdict,
                new Measure(
                        OptionalDouble.of((double) reached),
                        "voters",
                        reached + " of " + standing.voters() + " voters reached, " + standing.majority() + " needed"),
                verdict == Verdict.PROBLEM
                        ? "it can decide nothing: start the members that it does not reach, or repair the network between"
                                + " the cluster ports"
                        : (reached == standing.majority() ? "one failure more stops writes: no maintenance now; " : "")
                                + "start the member that is missing; if its disk is lost, start it with an empty one and"
                                + " give it its vote back: 'concord member replace'");
    }

    /** As the member itself says, or else any other. */
    private static Stream<Finding> votes(List<MemberFacts> members) {
        var seen = new LinkedHashMap<String, MemberFacts.Seen>();
        members.forEach(member -> member.standing().members().forEach(one -> seen.putIfAbsent(one.id(), one)));
        members.forEach(member -> member.standing().members().stream()
                .filter(one -> one.id().equals(member.id()))
                .forEach(own -> seen.put(own.id(), own)));
        return seen.values().stream().filter(MemberFacts.Seen::reachable).map(StandingChecks::vote);
    }

    private static Finding vote(MemberFacts.Seen member) {
        return member.voter()
                ? Finding.ok(Check.VOTE, Subject.of(member.id()), Measure.words("has a vote"))
                : Finding.warning(
                        Check.VOTE,
                        Subject.of(member.id()),
                        Measure.words("has no vote"),
                        "if it is to count: 'concord member add " + member.id()
                                + "' waits until it has everything and gives it its vote; otherwise stop it");
    }

    /** Unknown while there is no leader, which is found elsewhere. */
    private static Stream<Finding> lag(MemberFacts member) {
        return member.standing().members().stream()
                .filter(one -> one.id().equals(member.id()))
                .flatMap(own -> own.lagEntries().stream())
                .map(lag -> new Finding(
                        Check.LAG,
                        Subject.of(member.id()),
                        Verdict.above(lag, Thresholds.LAG_ENTRIES_WARNING, Thresholds.LAG_ENTRIES_PROBLEM),
                        Measure.entries(lag),
                        "after a restart it catches up by itself: watch 'concord members'; if it grows, its disk or"
                                + " processor is slower than the others'"));
    }

    /** Also of those that did not answer: the others have heard of it. */
    private static Finding versions(List<MemberFacts> members) {
        var ids = new TreeMap<String, String>();
        members.forEach(member -> member.standing().members().stream()
                .filter(MemberFacts.Seen::reachable)
                .forEach(one -> one.version().ifPresent(version -> ids.putIfAbsent(one.id(), version))));
        members.forEach(member -> ids.put(member.id(), member.standing().version()));
        var versions = ids.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, TreeMap::new, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        var java = members.stream()
                .collect(Collectors.groupingBy(member -> member.condition().java(), TreeMap::new, names()));
        return new Finding(
                Check.VERSION,
                Subject.CLUSTER,
                versions.size() > 1 ? Verdict.WARNING : Verdict.OK,
                Measure.words(each(versions) + "; Java " + each(java)),
                "finish the upgrade: one member after the other, each ready again before the next; 'concord members'"
                        + " shows who runs what");
    }

    private static Collector<MemberFacts, ?, List<String>> names() {
        return Collectors.mapping(MemberFacts::id, Collectors.toList());
    }

    private static String each(Map<String, List<String>> said) {
        return said.size() == 1
                ? said.keySet().iterator().next()
                : said.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")")
                        .collect(Collectors.joining(", "));
    }
}
