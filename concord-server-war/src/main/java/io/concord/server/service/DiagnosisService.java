package io.concord.server.service;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Has this node look at itself. It needs neither a leader nor a disk that can be written to. */
public final class DiagnosisService {
    /**
     * What it looks with.
     *
     * @param disk of the data directory
     * @param syncs what the log has told of its syncs
     * @param certificates of the node's ports
     * @param peers the way to the others
     */
    public record Instruments(
            DiskUse disk, RecentTimes syncs, Supplier<List<NodeDiagnosis.Certificate>> certificates, PeerProbe peers) {}

    private final Cluster cluster;
    private final ReplicatedLog log;
    private final AccessControl access;
    private final Instruments instruments;
    private final NodeDiagnosis.Allowances allowances;
    private final Clock clock;

    public DiagnosisService(
            Cluster cluster,
            ReplicatedLog log,
            AccessControl access,
            Instruments instruments,
            NodeDiagnosis.Allowances allowances,
            Clock clock) {
        this.cluster = cluster;
        this.log = log;
        this.access = access;
        this.instruments = instruments;
        this.allowances = allowances;
        this.clock = clock;
    }

    /**
     * Looks now. For whoever may read everything: there is little in it that the metrics do not tell them, it changes nothing,
     * and what needs an administrator is refused where the audit log cannot be written, which may be what is looked for.
     */
    public CompletionStage<NodeDiagnosis> diagnose(Caller caller) {
        access.require(caller, log.localView().rules(), List.of(Need.everything(Verb.READ)));
        var receivedAt = clock.instant();
        return instruments
                .peers()
                .probe()
                .thenApply(peers -> new NodeDiagnosis(
                        cluster.status().node(),
                        java(),
                        receivedAt,
                        clock.instant(),
                        cluster.failure(),
                        cluster.alarm(),
                        allowances,
                        NodeDiagnosis.Disk.of(instruments.disk()),
                        instruments.syncs().spread(),
                        instruments.certificates().get(),
                        peers));
    }

    private static String java() {
        return Runtime.version() + ", " + System.getProperty("java.vm.name");
    }
}
