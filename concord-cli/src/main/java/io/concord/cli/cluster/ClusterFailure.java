package io.concord.cli.cluster;

/**
 * Something about the local cluster that a person has to act on. The message is complete: it names the thing, the rule,
 * the value and what to do, and is shown without a stack trace.
 */
public final class ClusterFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that has no deeper cause worth showing. */
    public ClusterFailure(String message) {
        super(message);
    }

    /** A failure whose cause helps only whoever debugs Concord itself. */
    public ClusterFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
