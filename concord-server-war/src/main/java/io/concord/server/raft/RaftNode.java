package io.concord.server.raft;

import io.concord.core.state.Keyspace;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Cluster;
import io.concord.server.service.ReplicatedLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Clock;
import java.util.function.LongConsumer;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.raft.RaftHandle;

/** One member of the cluster: everything that has to live and die together with the channel. */
public final class RaftNode implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RaftNode.class.getName());

    private final NodeConfig config;
    private final JChannel channel;
    private final RaftThreads threads;
    private final RaftCluster cluster;
    private final RaftLog log;
    private final Postbox postbox;
    private final Submitter submitter;
    private final Heartbeat heartbeat;

    /**
     * Builds the node; {@link #start} lets it join.
     *
     * @param applyNanos is told how long each command took to apply, on the thread that applies
     * @throws NodeStartException if the stack cannot be built
     */
    public RaftNode(NodeConfig config, Clock clock, String version, LongConsumer applyNanos) {
        this.config = config;
        this.channel = open(config);
        this.threads = new RaftThreads(config.requestsInFlightMax());
        var failStop = new FailStop(channel::close);
        var keyspace = new Keyspace();
        var appliedRevisions = new AppliedRevisions(threads.completions());
        var stateMachine = new KeyspaceStateMachine(keyspace, appliedRevisions, failStop, applyNanos);
        var raft = new RaftHandle(channel, stateMachine).raftId(config.nodeId()).raft();
        this.cluster = new RaftCluster(config, channel, raft, keyspace, failStop, version);
        this.postbox = new Postbox(channel);
        this.submitter = new Submitter(raft, postbox, threads.completions());
        this.log = new RaftLog(
                keyspace,
                submitter::submit,
                appliedRevisions,
                cluster,
                threads.timers(),
                threads.answers(),
                clock,
                new RaftLog.Limits(config.requestsInFlightMax(), config.requestTimeout()));
        this.heartbeat = new Heartbeat(channel, raft, cluster, postbox, submitter, clock);
    }

    public ReplicatedLog log() {
        return log;
    }

    public Cluster cluster() {
        return cluster;
    }

    /**
     * Recovers what is on disk and joins the members that can be reached; does not wait for a leader.
     *
     * @throws NodeStartException if the port is taken or the data cannot be read
     */
    public void start() {
        var self = config.self();
        postbox.open(new Recipient());
        try {
            channel.connect(config.clusterName());
        } catch (Exception e) {
            close();
            throw new NodeStartException(
                    "node " + config.nodeId() + " cannot join cluster " + config.clusterName() + " with its port "
                            + self.host() + ":" + self.port() + " and its data in " + config.dataDir() + ": "
                            + rootMessage(e)
                            + ". The port must be free, and no other process may use the directory",
                    e);
        }
        heartbeat.start(threads.pulse());
        LOG.log(
                Level.INFO,
                "node {0} listens for its peers on {1}:{2}, data in {3}",
                config.nodeId(),
                self.host(),
                Integer.toString(self.port()),
                config.dataDir());
    }

    /** Leaves the cluster, so that the others need not find out by themselves. */
    @Override
    public void close() {
        threads.pulse().stop();
        channel.close();
        log.close();
        threads.close();
    }

    private static JChannel open(NodeConfig config) {
        try {
            Files.createDirectories(config.dataDir().resolve("raft"));
            return ClusterChannel.open(config);
        } catch (NodeStartException e) {
            throw e;
        } catch (Exception e) {
            throw new NodeStartException(
                    "the JGroups stack " + config.raft().stack() + " cannot be used: " + rootMessage(e), e);
        }
    }

    private static String rootMessage(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IOException || root.getMessage() != null
                ? String.valueOf(root.getMessage())
                : root.toString();
    }

    private final class Recipient implements Postbox.Recipient {
        @Override
        public void onSubmit(Address from, PeerMessage.Submit submit) {
            submitter.onSubmit(from, submit);
        }

        @Override
        public void onAnswer(PeerMessage.Answer answer) {
            submitter.onAnswer(answer);
        }

        @Override
        public void onReport(Address from, PeerMessage.Report report) {
            cluster.received(report.report());
        }
    }
}
