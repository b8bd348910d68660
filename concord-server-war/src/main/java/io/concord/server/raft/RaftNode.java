package io.concord.server.raft;

import io.concord.core.format.FormatException;
import io.concord.core.state.Keyspace;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import io.concord.server.config.ReadBarrier;
import io.concord.server.events.ClusterEvent;
import io.concord.server.raft.consensus.Consensus;
import io.concord.server.raft.consensus.Self;
import io.concord.server.raft.consensus.Settings;
import io.concord.server.raft.replica.Replica;
import io.concord.server.raft.replica.ReplicaStatus;
import io.concord.server.raft.replica.StateMachine;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.service.Cluster;
import io.concord.server.service.ClusterControl;
import io.concord.server.service.DiskUse;
import io.concord.server.service.PeerProbe;
import io.concord.server.service.ReplicatedLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jgroups.JChannel;

/** One member of the cluster: everything that has to live and die together with the channel. */
public final class RaftNode implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RaftNode.class.getName());
    private static final long REPORT_MILLIS = 500;

    /**
     * Who is told how long things take, on the thread that does them.
     *
     * @param applyNanos of one command
     * @param syncNanos of one sync of the log
     * @param commitNanos on the leader, of one command from its arrival until a majority has it and it is applied
     */
    public record Times(LongConsumer applyNanos, LongConsumer syncNanos, LongConsumer commitNanos) {
        public static final Times UNTOLD = new Times(nanos -> {}, nanos -> {}, nanos -> {});
    }

    private final NodeConfig config;
    private final RaftThreads threads;
    private final JChannel channel;
    private final ConcordRaft protocol;
    private final DurableStorage storage;
    private final ReplicaThread thread;
    private final Replica replica;
    private final RaftCluster cluster;
    private final RaftControl control;
    private final RaftLog log;
    private final Postbox postbox;
    private final Submitter submitter;
    private final PeerPings pings;
    private final Checkpoints checkpoints;
    private final Ticker ticker;
    private final NodeEvents events;
    private final QuorumWatch quorumWatch;
    private final AppliedTime time = new AppliedTime();
    private final Keyspace keyspace = new Keyspace();

    /**
     * Builds the node and recovers what is on disk; {@link #start} lets it join.
     *
     * @param times is told how long things take
     * @throws NodeStartException if the stack or the data cannot be used
     */
    public RaftNode(NodeConfig config, Clock clock, String version, Times times) {
        this(config, DataDirectory.open(config, times.syncNanos()), clock, version, times);
    }

    /** On a storage that is open already. */
    RaftNode(NodeConfig config, DurableStorage storage, Clock clock, String version, Times times) {
        this(config, storage, clock, version, times, Formats.CURRENT);
    }

    /** The same, as another release. */
    RaftNode(NodeConfig config, DurableStorage storage, Clock clock, String version, Times times, Formats formats) {
        this.config = config;
        this.storage = storage;
        try {
            this.channel = ClusterChannel.open(config);
            FormatAnnouncement.add(channel, formats.newest());
            this.protocol = ClusterChannel.consensusIn(channel);
        } catch (Exception e) {
            storage.close();
            throw e instanceof NodeStartException known
                    ? known
                    : new NodeStartException(
                            "the JGroups stack " + config.raft().stack() + " cannot be used: " + rootMessage(e), e);
        }
        this.threads = new RaftThreads(config.requestsInFlightMax());
        this.events = new NodeEvents(config.nodeId());
        var appliedIndices = new AppliedIndices(threads.completions());
        var failStop = new FailStop(this::stopServing);
        var settings = Settings.of(config.raft().electionTimeout().toMillis());
        this.thread = new ReplicaThread(
                "concord-raft",
                Math.max(5, settings.heartbeatMillis() / 2),
                appliedIndices::advance,
                this::leadershipChanged,
                failStop);
        var digests = new DigestWatch(
                config.nodeId(),
                () -> quorum().majority(),
                this::report,
                reason -> failStop.fail(reason, new IllegalStateException("diverged")));
        var identity = storage.identity();
        var random = new SecureRandom();
        var consensus = new Consensus(
                settings,
                new Self(
                        config.nodeId(),
                        identity.incarnation(),
                        identity.clusterId(),
                        formats.newest(),
                        identity.founder()
                                ? config.members().stream().map(Member::id).toList()
                                : List.of()),
                storage,
                random,
                ReplicaThread.nowMillis());
        this.replica = restored(
                consensus,
                new KeyspaceStateMachine(keyspace, formats.decoder(), time, times.applyNanos()),
                new ReplicaHost(protocol::send, threads.background(), thread, digests, failStop, events),
                settings,
                random.nextLong());
        this.cluster = new RaftCluster(
                config,
                replica::status,
                new Whereabouts(protocol)::of,
                keyspace,
                failStop,
                digests,
                version,
                formats.newest());
        this.postbox = new Postbox(channel);
        this.submitter = new Submitter(
                (command, whenDecided) -> thread.offer((member, now) -> member.propose(command, now, whenDecided)),
                protocol::addressOf,
                postbox,
                threads.completions(),
                times.commitNanos());
        this.pings =
                new PeerPings(config, () -> cluster.status().members(), protocol::addressOf, postbox, threads, clock);
        this.log = new RaftLog(
                keyspace,
                submitter::submit,
                appliedIndices,
                cluster,
                threads.timers(),
                threads.answers(),
                () -> readRound(clock),
                time::nowMillis,
                new LevelGate(formats, () -> replica.status().formatLevel(), cluster::status),
                config.requestsInFlightMax());
        this.control = new RaftControl(thread, cluster, threads.timers(), threads.answers());
        this.ticker = new Ticker(replica::status, log::appendOwn, clock);
        this.checkpoints =
                new Checkpoints(replica::status, () -> keyspace.view().revision(), System::nanoTime, this::checkpoint);
        this.quorumWatch = new QuorumWatch(config.nodeId(), cluster, events);
        protocol.bind(new Inbox(thread, cluster, replica::status));
    }

    private Quorum quorum() {
        return cluster;
    }

    public ReplicatedLog log() {
        return log;
    }

    public Cluster cluster() {
        return cluster;
    }

    public ClusterControl control() {
        return control;
    }

    public DiskUse disk() {
        return new NodeDisk(config, storage);
    }

    public PeerProbe peers() {
        return pings;
    }

    /** Has somebody told what happens to the node, on the thread on which it happens; the listener is quick and never waits. */
    public void onEvent(Consumer<ClusterEvent> listener) {
        events.listen(listener);
    }

    /**
     * Joins the members that can be reached; does not wait for a leader.
     *
     * @throws NodeStartException if the port is taken
     */
    public void start() {
        postbox.open(new PeerRecipient(submitter, cluster, pings));
        thread.start(replica);
        try {
            Joining.connect(channel, config.clusterName());
        } catch (Exception e) {
            close();
            throw new NodeStartException(
                    "node " + config.nodeId() + " cannot join cluster " + config.clusterName() + " with its port "
                            + config.address() + ": " + rootMessage(e) + ". The port must be free",
                    e);
        }
        threads.pulse().every(REPORT_MILLIS, "report", this::report);
        threads.pulse().every(REPORT_MILLIS, "quorum", quorumWatch::look);
        threads.pulse().every(Ticker.INTERVAL_MILLIS, "tick", ticker::consider);
        threads.pulse().every(REPORT_MILLIS, "checkpoint", checkpoints::consider);
        LOG.log(
                Level.INFO,
                "node {0} listens for its peers on {1}, data in {2}",
                config.nodeId(),
                config.address(),
                config.dataDir());
    }

    /** Hands leadership over and leaves the cluster, so that the others need not find out by themselves. */
    @Override
    public void close() {
        threads.pulse().stop();
        control.handOverBeforeStop(config.raft().electionTimeout());
        channel.close();
        thread.close();
        log.close();
        threads.close();
        storage.close();
    }

    private Replica restored(
            Consensus consensus, StateMachine machine, ReplicaHost host, Settings settings, long firstReadId) {
        try {
            Formats.requireReadable(consensus, config);
            return new Replica(
                    consensus, storage, machine, host, settings, config.raft().snapshotLogBytes(), firstReadId);
        } catch (NodeStartException e) {
            letGo();
            throw e;
        } catch (FormatException e) {
            letGo();
            throw new NodeStartException(
                    "the state in " + config.dataDir() + " cannot be restored: " + e.getMessage()
                            + ". Move the directory away and start the node with an empty one; it copies everything from"
                            + " its peers",
                    e);
        }
    }

    private void letGo() {
        channel.close();
        threads.close();
        storage.close();
    }

    /** After a failure: nobody waits for what does not come any more. */
    private void stopServing() {
        channel.close();
        log.close();
    }

    /** For tests that break a replica. */
    Keyspace keyspace() {
        return keyspace;
    }

    /** Has all members compare their states, if this one leads. */
    void checkpoint() {
        thread.offer((member, now) -> member.checkpoint(now));
    }

    private CompletableFuture<Long> readRound(Clock clock) {
        if (config.raft().readBarrier() == ReadBarrier.LOG) {
            return log.roundThroughLog(clock.millis(), config.requestTimeout());
        }
        var index = new CompletableFuture<Long>();
        if (!thread.offer((member, now) -> member.readIndex(index))) {
            index.completeExceptionally(new IllegalStateException("this node is stopping or overwhelmed"));
        }
        return index;
    }

    private void report() {
        postbox.send(null, new PeerMessage.Report(cluster.localReport()));
    }

    private void leadershipChanged(ReplicaStatus status) {
        submitter.leadershipChanged(new Leadership(status.leader(), status.term(), status.leads()));
        events.roleChanged(status);
        LOG.log(
                Level.INFO,
                "{0} is {1} in term {2}, leader is {3}",
                config.nodeId(),
                status.role().name().toLowerCase(Locale.ROOT),
                Long.toString(status.term()),
                status.leader() == null ? "not known" : status.leader());
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
}
