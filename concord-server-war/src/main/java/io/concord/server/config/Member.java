package io.concord.server.config;

import java.util.Optional;

/**
 * A member of the cluster as the operator names it.
 *
 * @param id the node's id, unique in the cluster and stable for ever
 * @param address where its cluster port listens; empty where others find out by themselves
 */
public record Member(String id, Optional<HostPort> address) {
    public Member(String id, String host, int port) {
        this(id, Optional.of(new HostPort(host, port)));
    }
}
