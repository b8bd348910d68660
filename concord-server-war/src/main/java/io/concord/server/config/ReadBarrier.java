package io.concord.server.config;

/** How a linearizable read makes sure that it sees everything that was acknowledged before it. */
public enum ReadBarrier {
    /** A majority confirms that the leader still leads (ReadIndex, Raft thesis §6.4). */
    READ_INDEX("read-index"),
    /** An entry goes through the log for all reads that wait: slower, and it needs no trust in anything but the log. */
    LOG("log");

    private final String text;

    ReadBarrier(String text) {
        this.text = text;
    }

    /** As in the configuration. */
    public String text() {
        return text;
    }
}
