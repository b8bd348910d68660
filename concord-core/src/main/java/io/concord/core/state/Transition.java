package io.concord.core.state;

/** A step of the state machine: the state after a command, and what applying it produced. */
record Transition(KeyspaceView view, Applied applied) {}
