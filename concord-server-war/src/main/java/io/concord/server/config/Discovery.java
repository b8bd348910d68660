package io.concord.server.config;

import java.util.List;
import java.util.Optional;

/**
 * How the members find each other's addresses. Who is a member is a matter of ids and of the log, and none of this: an
 * address that is found is one to ask.
 */
public sealed interface Discovery {
    /** By its method, as in the configuration. */
    String method();

    <R> R accept(Handler<R> handler);

    /** One method for each way. */
    interface Handler<R> {
        R listed(Listed listed);

        R dns(Dns dns);

        R multicast(Multicast multicast);
    }

    /** By the addresses in the list of members. */
    record Listed() implements Discovery {
        static final String METHOD = "static";

        @Override
        public String method() {
            return METHOD;
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.listed(this);
        }
    }

    /**
     * By what DNS says, which is asked again with every search.
     *
     * @param names to ask for, at least one
     * @param recordType what the names have
     * @param server who is asked, as {@code host} or {@code host:port}; empty for those of the machine
     */
    record Dns(List<String> names, RecordType recordType, Optional<String> server) implements Discovery {
        static final String METHOD = "dns";

        public Dns {
            names = List.copyOf(names);
        }

        @Override
        public String method() {
            return METHOD;
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.dns(this);
        }
    }

    /** By asking everybody on this machine: for development. */
    record Multicast() implements Discovery {
        static final String METHOD = "multicast";

        @Override
        public String method() {
            return METHOD;
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.multicast(this);
        }
    }

    /** What DNS has under a name. */
    enum RecordType {
        /** Addresses; the port is this node's own. */
        A,
        /** Hosts with their ports. */
        SRV
    }
}
