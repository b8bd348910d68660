package io.concord.cli.cluster;

/**
 * How a node is, as far as can be seen from outside.
 *
 * @param phase how far it is
 * @param reason why it is not further, in the node's own words; empty when there is nothing to say
 */
public record NodeHealth(Phase phase, String reason) {
    /** The life of a node. */
    public enum Phase {
        /** The process runs, but HTTP does not answer yet. */
        STARTING("starting"),
        /** HTTP answers, but the node says that it is not ready. */
        WAITING("waiting for the cluster"),
        /** The node serves. */
        READY("ready"),
        /** The process has ended. */
        DEAD("dead");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Whether the node serves. */
    public boolean isReady() {
        return phase == Phase.READY;
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? phase.toString() : phase + ": " + reason;
    }
}
