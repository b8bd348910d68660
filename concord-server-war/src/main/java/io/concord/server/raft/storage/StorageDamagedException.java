package io.concord.server.raft.storage;

/**
 * What is on disk is not what was written there. The message names the file, the place, what is wrong and what to do. The
 * member must not start: it might have forgotten what it has promised.
 */
public final class StorageDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StorageDamagedException(String file, String what) {
        super(file + ": " + what
                + ". This node must not take part with it: it may have lost what it acknowledged. Stop it,"
                + " move its data directory away and start it with an empty one (concord.cluster.bootstrap=false); it"
                + " copies everything from its peers as a learner, and an operator promotes it then");
    }
}
