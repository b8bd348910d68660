package io.concord.cli.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The processes that this JVM started and is answerable for, by node id. Thread-safe. */
final class NodeProcesses {
    private static final long END_SECONDS_MAX = 5;

    private final Map<String, Process> processes = new LinkedHashMap<>();
    private boolean closing;

    /** Starts and remembers in one step, so that nothing can be started unseen while everything is being stopped. */
    synchronized void start(String nodeId, Supplier<Process> launch) {
        if (closing) {
            throw new ClusterFailure("node " + nodeId + " cannot be started: the cluster is being stopped");
        }
        Process process = processes.get(nodeId);
        if (process != null && isAlive(process)) {
            throw new ClusterFailure("node " + nodeId + " already runs (pid " + process.pid() + "); stop it first");
        }
        processes.put(nodeId, launch.get());
    }

    /** The process of a node that was started, even if it has ended since. */
    synchronized Optional<Process> find(String nodeId) {
        return Optional.ofNullable(processes.get(nodeId));
    }

    Process get(String nodeId) {
        return find(nodeId)
                .orElseThrow(() -> new ClusterFailure("node " + nodeId + " was not started, or was stopped"));
    }

    Optional<ProcessHandle> running(String nodeId) {
        return find(nodeId).filter(NodeProcesses::isAlive).map(Process::toHandle);
    }

    synchronized Map<String, ProcessHandle> running() {
        Map<String, ProcessHandle> running = new LinkedHashMap<>();
        processes.forEach((id, process) -> {
            if (isAlive(process)) {
                running.put(id, process.toHandle());
            }
        });
        return running;
    }

    /** Forgets a node that has ended; false when it runs or was never started. */
    synchronized boolean forget(String nodeId) {
        Process process = processes.get(nodeId);
        if (process == null || isAlive(process)) {
            return false;
        }
        awaitEnd(process);
        return processes.remove(nodeId, process);
    }

    /** A process that does nothing any more still holds its ports for a moment, until the system has taken it apart. */
    private static void awaitEnd(Process process) {
        try {
            process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void forgetAll() {
        processes.clear();
    }

    /** From now on nothing can be started. */
    synchronized void close() {
        closing = true;
    }

    synchronized boolean isClosing() {
        return closing;
    }

    /** As whoever waits for the end sees it: a process that has ended stays alive for Java until the JVM collects it. */
    private static boolean isAlive(Process process) {
        return ProcessRecord.isRunning(process.toHandle());
    }
}
