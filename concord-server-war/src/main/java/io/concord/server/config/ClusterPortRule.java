package io.concord.server.config;

import java.net.UnknownHostException;

/** Whoever reaches the port between the members can do everything, so without TLS it is open to this machine alone. */
final class ClusterPortRule {
    private ClusterPortRule() {}

    /** Reports a port without TLS that others can reach, or whose host is not known. */
    static void check(Member self, ConfigValues values) {
        try {
            if (!Loopback.is(self.host())) {
                values.problems()
                        .add(ConfigKey.CLUSTER_MEMBERS.key() + " puts this node at " + self.host() + ":" + self.port()
                                + ", where others can reach it, and TLS between the members is not configured; set "
                                + ClusterTlsReader.keys() + ", or use a loopback address");
            }
        } catch (UnknownHostException e) {
            values.problem(
                    ConfigKey.CLUSTER_MEMBERS,
                    self.id() + "=" + self.host() + ":" + self.port(),
                    "the host of this node must be known to this machine");
        }
    }
}
