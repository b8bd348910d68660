package io.concord.server;

import io.concord.server.audit.AuditLog;
import io.concord.server.config.ConfigReader;
import io.concord.server.config.InvalidConfigurationException;
import io.concord.server.config.NodeConfig;
import io.concord.server.http.Callers;
import io.concord.server.ops.ClusterEvents;
import io.concord.server.ops.EventMetrics;
import io.concord.server.ops.NodeGauges;
import io.concord.server.ops.NodeMetrics;
import io.concord.server.ops.TokenAlarm;
import io.concord.server.raft.NodeStartException;
import io.concord.server.raft.RaftNode;
import io.concord.server.service.AccessControl;
import io.concord.server.service.BackupService;
import io.concord.server.service.BatchLimits;
import io.concord.server.service.BatchService;
import io.concord.server.service.Cluster;
import io.concord.server.service.ClusterService;
import io.concord.server.service.DiagnosisService;
import io.concord.server.service.MemoryGuard;
import io.concord.server.service.NodeDiagnosis;
import io.concord.server.service.RecentTimes;
import io.concord.server.service.RevocationService;
import io.concord.server.service.RuleService;
import io.concord.server.service.SigningKeyLookup;
import io.concord.server.service.StoreLimits;
import io.concord.server.service.StoreService;
import io.concord.server.service.TokenService;
import io.concord.server.service.rate.RateLimits;
import io.concord.server.service.rate.RateSettings;
import io.concord.server.service.watch.WatchService;
import io.concord.server.token.OwnTokens;
import io.concord.server.token.SecretProofs;
import io.concord.server.token.TokenKeys;
import io.concord.server.token.TokenSecret;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Builds the node from its configuration when the application starts, and takes it out of the cluster when it stops. */
@ApplicationScoped
public class ConcordServer {
    private static final System.Logger LOG = System.getLogger(ConcordServer.class.getName());

    private final AccessControl access = new AccessControl();
    private final RecentTimes syncs = new RecentTimes(System::nanoTime);
    private @Nullable NodeConfig config;
    private @Nullable RaftNode node;
    private @Nullable NodeCertificates certificates;
    private @Nullable NodeWatches watches;
    private @Nullable TokenKeys tokenKeys;
    private @Nullable AuditLog audit;
    private @Nullable RateLimits rates;

    /** A failure here keeps the application from starting; the log says why in one piece. */
    void start(
            @Observes Startup event,
            NodeMetrics metrics,
            NodeGauges gauges,
            EventMetrics counts,
            ClusterEvents events) {
        try {
            var read = ConfigReader.read(ConfigProvider.getConfig());
            if (!read.access().enabled()) {
                LOG.log(
                        Level.WARNING,
                        "concord.auth.enabled is false: everybody who can reach this node can read and change everything");
            }
            warnOfDeserialization();
            certificates = NodeCertificates.start(ConfigProvider.getConfig(), read, gauges);
            config = read;
            audit = NodeAudit.start(read, metrics.auditMeter(), Clock.systemUTC());
            gauges.watch(audit);
            rates = new RateLimits(rateSettings(read), metrics.rateMeter(), System::nanoTime);
            node = new RaftNode(
                    read,
                    Clock.systemUTC(),
                    BuildVersion.read(),
                    new RaftNode.Times(
                            metrics.applyTimes(), metrics.syncTimes().andThen(syncs), metrics.commitTimes()));
            metrics.begin();
            counts.begin();
            node.onEvent(events);
            watches = NodeWatches.start(node.log(), read, metrics.watchMeter(), access);
            var keys = tokenKeys(read);
            tokenKeys = keys;
            var log = node.log();
            log.onApplied(() -> keys.look(log.localView().signingKeys()));
            node.start();
            gauges.watch(node.cluster());
            gauges.watch(node.log());
            gauges.watch(() -> keys.alarm(log.localView().signingKeys()).isPresent());
            gauges.watch(watches.hub());
            gauges.watch(access);
            gauges.watch(node.disk());
            gauges.watch(read, BuildVersion.read());
        } catch (InvalidConfigurationException | NodeStartException | UncheckedIOException e) {
            LOG.log(Level.ERROR, e.getMessage());
            throw e;
        }
    }

    private static TokenKeys tokenKeys(NodeConfig config) {
        return new TokenKeys(config.access().tokensSecret().map(TokenSecret::new), config.clusterName());
    }

    private static RateSettings rateSettings(NodeConfig config) {
        var limits = config.identityLimits();
        return new RateSettings(limits.requestsPerSecond(), limits.bytesPerSecond(), limits.burstSeconds());
    }

    /** The filter is an option of the JVM, and an operator's own options may have replaced those that are shipped. */
    private static void warnOfDeserialization() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            LOG.log(
                    Level.WARNING,
                    "jdk.serialFilter is not set, so whatever this server is sent may be deserialized;"
                            + " add -Djdk.serialFilter=!* to its jvm.options");
        }
    }

    @PreDestroy
    void stop() {
        if (watches != null) {
            watches.close();
        }
        if (node != null) {
            node.close();
        }
        if (certificates != null) {
            certificates.close();
        }
        if (audit != null) {
            audit.close();
        }
    }

    @Produces
    @Singleton
    NodeConfig config() {
        return Objects.requireNonNull(config, "the node has not started");
    }

    @Produces
    @Singleton
    AuditLog audit() {
        return Objects.requireNonNull(audit, "the node has not started");
    }

    @Produces
    @Singleton
    BackupService backups(StoreService store) {
        var started = Objects.requireNonNull(node, "the node has not started");
        return new BackupService(store, started.cluster(), Clock.systemUTC());
    }

    @Produces
    @Singleton
    RateLimits rates() {
        return Objects.requireNonNull(rates, "the node has not started");
    }

    @Produces
    @Singleton
    Cluster cluster() {
        return Objects.requireNonNull(node, "the node has not started").cluster();
    }

    @Produces
    @Singleton
    ClusterService clusterService() {
        var started = Objects.requireNonNull(node, "the node has not started");
        return new ClusterService(started.cluster(), started.control(), started.log(), access);
    }

    @Produces
    @Singleton
    DiagnosisService diagnoses() {
        var started = Objects.requireNonNull(node, "the node has not started");
        return new DiagnosisService(
                started.cluster(),
                started.log(),
                access,
                new DiagnosisService.Instruments(
                        started.disk(),
                        syncs,
                        Objects.requireNonNull(certificates, "the node has not started")::all,
                        started.peers()),
                new NodeDiagnosis.Allowances(
                        config().raft().electionTimeout(), config().access().clockSkew()),
                Clock.systemUTC());
    }

    @Produces
    @Singleton
    WatchService watchService() {
        return Objects.requireNonNull(watches, "the node has not started").service();
    }

    @Produces
    @Singleton
    StoreService store() {
        var started = Objects.requireNonNull(node, "the node has not started");
        var limits = config().limits();
        return new StoreService(
                started.log(),
                Clock.systemUTC(),
                new StoreLimits(
                        limits.valueBytesMax(),
                        limits.transactionOperationsMax(),
                        limits.transactionBytesMax(),
                        leasesPerCallerMax()),
                new MemoryGuard(() -> started.log().localView().memoryBytes(), started.cluster()::memoryBytesMax),
                access);
    }

    /** Where there are no tokens, everybody is the same one, whose leases are everybody's. */
    private int leasesPerCallerMax() {
        return config().access().enabled() ? config().identityLimits().leasesMax() : 0;
    }

    @Produces
    @Singleton
    RevocationService revocations(StoreService store) {
        return new RevocationService(store, Clock.systemUTC());
    }

    @Produces
    @Singleton
    RuleService rules(StoreService store) {
        return new RuleService(
                Objects.requireNonNull(node, "the node has not started").log(), store);
    }

    @Produces
    @Singleton
    TokenKeys tokenKeys() {
        return Objects.requireNonNull(tokenKeys, "the node has not started");
    }

    /** A node with another secret is no worse a place for requests, but somebody has to look. */
    @Produces
    @Singleton
    TokenAlarm tokenAlarm(TokenKeys keys) {
        var log = Objects.requireNonNull(node, "the node has not started").log();
        return () -> keys.alarm(log.localView().signingKeys());
    }

    @Produces
    @Singleton
    TokenService tokens(StoreService store, TokenKeys keys) {
        return new TokenService(store, keys);
    }

    @Produces
    @Singleton
    Callers callers() {
        var log = Objects.requireNonNull(node, "the node has not started").log();
        var access = config().access();
        var own = new OwnTokens(config().clusterName(), access.clockSkew(), new SigningKeyLookup(log)::find);
        var proofs = new SecretProofs(
                access.tokensSecret().map(TokenSecret::new), config().clusterName(), access.clockSkew());
        return new Callers(access, config().https().clients(), log, own, proofs, Clock.systemUTC());
    }

    @Produces
    @Singleton
    BatchService batches(StoreService store) {
        var started = Objects.requireNonNull(node, "the node has not started");
        var limits = config().limits();
        return new BatchService(
                started.log(), store, new BatchLimits(limits.batchOperationsMax(), limits.batchBytesMax()));
    }
}
