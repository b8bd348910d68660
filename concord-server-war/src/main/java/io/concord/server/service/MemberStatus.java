package io.concord.server.service;

import java.util.Optional;

/**
 * One member in {@link ClusterStatus}.
 *
 * @param address where it was seen last; before that, as it was configured, or empty
 * @param voter whether its vote and its disk count for a majority
 * @param reachable whether it is in this node's view of the group
 * @param formatLevel the highest that it reads; empty while it is not reachable
 * @param report what it last said of itself; empty before it ever did
 * @param lagEntries entries that the leader has committed and this member has not applied; empty when unknown
 */
public record MemberStatus(
        String id,
        String address,
        boolean voter,
        boolean reachable,
        Optional<Integer> formatLevel,
        Optional<MemberReport> report,
        Optional<Long> lagEntries) {}
