package io.concord.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code concord.cluster.members}: {@code id=host:port}, separated by commas. */
final class MemberList {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final Pattern MEMBER = Pattern.compile("([^=]+)=(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+):(\\d{1,5})");
    private static final int PORT_MAX = 65_535;

    private MemberList() {}

    /** @param nodeId must be one of them; empty if that is a problem already */
    static List<Member> read(ConfigValues values, String nodeId) {
        var text = values.value(ConfigKey.CLUSTER_MEMBERS);
        var members = new ArrayList<Member>();
        if (text.isEmpty()) {
            return members;
        }
        for (var item : text.split(",", -1)) {
            var matcher = MEMBER.matcher(item.trim());
            if (!matcher.matches() || !ID.matcher(matcher.group(1)).matches()) {
                values.problem(
                        ConfigKey.CLUSTER_MEMBERS, item.trim(), "each member is id=host:port, separated by commas");
                return List.of();
            }
            var port = Integer.parseInt(matcher.group(3));
            if (port < 1 || port > PORT_MAX) {
                values.problem(ConfigKey.CLUSTER_MEMBERS, item.trim(), "a cluster port is between 1 and " + PORT_MAX);
            }
            members.add(new Member(matcher.group(1), matcher.group(2), port));
        }
        if (members.stream().map(Member::id).distinct().count() < members.size()) {
            values.problem(ConfigKey.CLUSTER_MEMBERS, text, "a member id stands in it once");
        }
        if (!nodeId.isEmpty()
                && members.stream().noneMatch(member -> member.id().equals(nodeId))) {
            values.problem(
                    ConfigKey.NODE_ID, nodeId, "it must be one of the ids in " + ConfigKey.CLUSTER_MEMBERS.key());
        }
        return members;
    }
}
