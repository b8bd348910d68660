package io.concord.cli.remote;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a cluster is, and how one is known there.
 *
 * @param endpoints tried in this order; each {@code http://host:port} or {@code https://host:port}
 * @param token sent as bearer token; empty where authentication is off
 * @param authorities PEM file of the certificates to trust; empty for those that the JDK trusts
 * @param timeout how long a command waits for the cluster, with all attempts
 */
public record Access(List<URI> endpoints, Optional<String> token, Optional<Path> authorities, Duration timeout) {
    public Access {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no endpoint");
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Access" + endpoints;
    }
}
