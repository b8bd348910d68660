package io.concord.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code concord.cluster.members}: {@code id=host:port}, or {@code id} alone, separated by commas. */
final class MemberList {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final Pattern MEMBER = Pattern.compile("([^=]+)=(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+):(\\d{1,5})");

    private final ConfigValues values;
    private final boolean addressesNeeded;

    private MemberList(ConfigValues values, boolean addressesNeeded) {
        this.values = values;
        this.addressesNeeded = addressesNeeded;
    }

    /**
     * All of them; where the list says nothing else, as they stand in it, and this node with the address that it
     * {@link OwnAddress really} listens at.
     *
     * @param nodeId must be one of them; empty if that is a problem already
     */
    static List<Member> read(ConfigValues values, String nodeId, Discovery discovery) {
        return new MemberList(values, discovery instanceof Discovery.Listed).read(nodeId);
    }

    private List<Member> read(String nodeId) {
        var text = values.value(ConfigKey.CLUSTER_MEMBERS);
        var members = new ArrayList<Member>();
        if (text.isEmpty()) {
            return members;
        }
        for (var item : text.split(",", -1)) {
            var member = member(item.trim());
            if (member.isEmpty()) {
                values.problem(
                        ConfigKey.CLUSTER_MEMBERS,
                        item.trim(),
                        "each member is " + (addressesNeeded ? "id=host:port" : "id, or id=host:port")
                                + ", separated by commas");
                return List.of();
            }
            members.add(member.get());
        }
        if (members.stream().map(Member::id).distinct().count() < members.size()) {
            values.problem(ConfigKey.CLUSTER_MEMBERS, text, "a member id stands in it once");
        }
        if (!nodeId.isEmpty()
                && members.stream().noneMatch(member -> member.id().equals(nodeId))) {
            values.problem(
                    ConfigKey.NODE_ID, nodeId, "it must be one of the ids in " + ConfigKey.CLUSTER_MEMBERS.key());
        }
        members.replaceAll(member ->
                member.id().equals(nodeId) ? new Member(nodeId, OwnAddress.read(values, member.address())) : member);
        return members;
    }

    private Optional<Member> member(String item) {
        var matcher = MEMBER.matcher(item);
        if (matcher.matches() && ID.matcher(matcher.group(1)).matches()) {
            return Optional.of(new Member(matcher.group(1), matcher.group(2), port(item, matcher.group(3))));
        }
        return Optional.of(item)
                .filter(id -> !addressesNeeded && ID.matcher(id).matches())
                .map(id -> new Member(id, Optional.empty()));
    }

    private int port(String item, String text) {
        var port = Integer.parseInt(text);
        if (port < 1 || port > HostPort.PORT_MAX) {
            values.problem(ConfigKey.CLUSTER_MEMBERS, item, "a cluster port is between 1 and " + HostPort.PORT_MAX);
        }
        return port;
    }
}
