package io.concord.it;

/** What goes over the wire; one character a byte. */
record FuzzRequest(String wire, Kind kind) {
    enum Kind {
        /** One request whose end both sides agree about: an answer must come, and the connection may be used again. */
        WHOLE,
        /** Anything, also several requests or a part of one. */
        ANYTHING,
        /** Whole, to a path that the container serves: its answers are its own. */
        TO_THE_CONTAINER
    }

    boolean isHead() {
        return wire.startsWith("HEAD ");
    }
}
