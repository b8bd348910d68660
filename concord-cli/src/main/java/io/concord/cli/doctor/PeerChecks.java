package io.concord.cli.doctor;

import java.util.stream.Stream;

/** The ways between the members. */
final class PeerChecks {
    private PeerChecks() {}

    static Stream<Finding> of(Examination examination) {
        return examination.members().stream()
                .flatMap(member -> member.peers().stream()
                        .flatMap(peer -> Stream.concat(Stream.of(port(member, peer)), roundTrip(member, peer))));
    }

    private static Finding port(MemberFacts member, MemberFacts.Peer peer) {
        var way = Subject.way(member.id(), peer.id());
        var at = peer.address().isEmpty() ? "" : " " + peer.address();
        if (peer.roundTripMillis().isPresent()) {
            return Finding.ok(Check.PORT, way, Measure.words("open" + at));
        }
        var port = peer.port().orElse("");
        return Finding.problem(
                Check.PORT, way, Measure.words(measured(port) + at), "member " + peer.id() + ": " + advice(port));
    }

    private static String measured(String port) {
        return switch (port) {
            case "refused" -> "nothing listens at";
            case "silent" -> "no answer at all from";
            case "open" -> "open, but the member does not answer at";
            case "unknown-host" -> "unknown name";
            default -> "no answer";
        };
    }

    private static String advice(String port) {
        return switch (port) {
            case "refused" ->
                "its process is down: start it; its log says why it ended ('journalctl -u concord', 'kubectl logs POD')";
            case "silent" ->
                "its machine is down, or something between drops packets to the cluster port: look at the machine, then"
                        + " at firewall and NetworkPolicy";
            case "open" ->
                "it hangs, its certificate or authority is not accepted, or it belongs to another cluster: look at its log"
                        + " and at this member's for TLS; 'jcmd PID Thread.print' if it hangs";
            case "unknown-host" -> "its name in concord.cluster.members does not resolve here: repair DNS";
            default ->
                "this member was not told of its address: look at its log, and give all members the same"
                        + " concord.cluster.members at their next start";
        };
    }

    private static Stream<Finding> roundTrip(MemberFacts member, MemberFacts.Peer peer) {
        double timeoutMillis = member.condition().electionTimeout().toMillis();
        return peer.roundTripMillis().stream()
                .map(millis -> new Finding(
                        Check.ROUND_TRIP,
                        Subject.way(member.id(), peer.id()),
                        Verdict.above(
                                millis,
                                timeoutMillis * Thresholds.ROUND_TRIP_SHARE_WARNING,
                                timeoutMillis * Thresholds.ROUND_TRIP_SHARE_PROBLEM),
                        Measure.millis(millis),
                        "every write waits for it, and elections come too easily: 'ping' tells whether it is the network;"
                                + " if it has to be so, raise concord.raft.election-timeout-millis on all members"));
    }
}
