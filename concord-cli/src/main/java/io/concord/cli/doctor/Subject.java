package io.concord.cli.doctor;

import java.util.Optional;

/**
 * Whom a finding is about.
 *
 * @param name a member, an endpoint, or {@link #CLUSTER}
 * @param peer the member on the other side, where it is about a way
 */
record Subject(String name, Optional<String> peer) {
    /** All of them together. */
    static final Subject CLUSTER = new Subject("cluster", Optional.empty());

    /** The machine on which the command runs. */
    static final Subject HERE = new Subject("here", Optional.empty());

    static Subject of(String name) {
        return new Subject(name, Optional.empty());
    }

    static Subject way(String from, String to) {
        return new Subject(from, Optional.of(to));
    }

    @Override
    public String toString() {
        return peer.map(to -> name + " to " + to).orElse(name);
    }
}
