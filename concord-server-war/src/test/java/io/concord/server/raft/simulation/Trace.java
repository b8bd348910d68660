package io.concord.server.raft.simulation;

/** Prints what happens, when a schedule is run again to be understood: {@code -Draft.simulation.trace=true}. */
final class Trace {
    private static final boolean ON = Boolean.getBoolean("raft.simulation.trace");

    private Trace() {}

    static void line(long millis, String who, String what) {
        if (ON) {
            System.out.println(millis + " " + who + " " + what);
        }
    }
}
