package io.concord.server.config;

/**
 * A member of the cluster as the operator names it.
 *
 * @param id the node's id, unique in the cluster and stable for ever
 * @param host where its cluster port listens: a name or an address
 * @param port the cluster port
 */
public record Member(String id, String host, int port) {}
