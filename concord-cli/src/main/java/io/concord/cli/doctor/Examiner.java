package io.concord.cli.doctor;

import io.concord.cli.operate.StatusView;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** Asks all endpoints at once, each for itself, so that one which is down costs the others nothing. */
final class Examiner {
    private static final int THREADS_MAX = 16;
    private static final double NANOS_OF_MILLI = 1_000_000;

    private record Answer(URI endpoint, CompletableFuture<MemberFacts> facts) {}

    private final RemoteCluster cluster;
    private final Clock clock;

    Examiner(RemoteCluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    Examination examine() {
        var endpoints = cluster.access().endpoints();
        var threads = Executors.newFixedThreadPool(
                Math.min(endpoints.size(), THREADS_MAX), task -> new Thread(task, "concord-doctor"));
        try {
            var answers = endpoints.stream()
                    .distinct()
                    .map(endpoint -> new Answer(endpoint, CompletableFuture.supplyAsync(() -> ask(endpoint), threads)))
                    .toList();
            var members = new TreeMap<String, MemberFacts>();
            var silent = new ArrayList<Examination.Silent>();
            for (var answer : answers) {
                answer.facts()
                        .handle((facts, failure) -> failure == null
                                ? members.putIfAbsent(facts.id(), facts)
                                : silent.add(silent(answer.endpoint(), failure)))
                        .join();
            }
            return new Examination(new ArrayList<>(members.values()), silent);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The status comes first: then the way is open, and the time of the second answer is that of the way alone. */
    private MemberFacts ask(URI endpoint) {
        var status = StatusView.of(cluster.sendOnce(endpoint, RemoteRequest.get(Routes.CLUSTER_STATUS)));
        var asked = clock.instant();
        var begin = System.nanoTime();
        var answer = cluster.sendOnce(endpoint, RemoteRequest.get(Routes.CLUSTER_DIAGNOSIS));
        var elapsedMillis = (System.nanoTime() - begin) / NANOS_OF_MILLI;
        return FactsReader.read(endpoint, status, answer.json().asJsonObject(), asked, elapsedMillis);
    }

    private static Examination.Silent silent(URI endpoint, Throwable failure) {
        if (failure.getCause() instanceof RemoteFailure known) {
            return new Examination.Silent(endpoint, known.exitCode(), String.valueOf(known.getMessage()));
        }
        throw new IllegalStateException(endpoint + " could not be asked", failure);
    }
}
