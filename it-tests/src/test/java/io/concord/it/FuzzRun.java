package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.TokenMinter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Sends a range of numbered bad requests over several connections at once, and judges every answer. */
final class FuzzRun {
    private static final int CONNECTIONS = 4;

    /** One in so many goes through the JDK's client as well. */
    private static final int BY_CLIENT = 25;

    /** Above it the server may close the connection while the request is on its way, and the answer is lost. */
    private static final int SMALL = 8_000;

    private final long seed;
    private final URI endpoint;
    private final FuzzRequests requests;
    private final FuzzClient client;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();

    FuzzRun(long seed, URI endpoint, TokenMinter minter) {
        this.seed = seed;
        this.endpoint = endpoint;
        var tokens = new FuzzTokens(minter);
        requests = new FuzzRequests(seed, tokens, OpenApiDocument.ofYaml(OpenApiDocument.text()));
        client = new FuzzClient(endpoint, tokens);
    }

    /** Each failure with what sends its request again. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** How many answers of each status came. */
    Map<Integer, AtomicInteger> statuses() {
        return statuses;
    }

    void send(int first, int count) throws Exception {
        var workers = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            var jobs = IntStream.range(0, CONNECTIONS)
                    .<Callable<Void>>mapToObj(worker -> () -> {
                        sendSome(first + worker, first + count);
                        return null;
                    })
                    .toList();
            for (var done : workers.invokeAll(jobs)) {
                done.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private void sendSome(int first, int end) throws IOException {
        try (var kept = new KeptConnection(endpoint)) {
            for (var number = first; number < end; number += CONNECTIONS) {
                var request = requests.get(number);
                try {
                    send(kept, request);
                    if (number % BY_CLIENT == 0) {
                        judge(client.ask(requests.text(number)));
                    }
                } catch (IOException | AssertionError | RuntimeException e) {
                    failures.add(described(number, request, e));
                    kept.reopen();
                }
            }
        }
    }

    private void send(KeptConnection kept, FuzzRequest request) throws IOException {
        switch (request.kind()) {
            case ANYTHING -> kept.tell(request).forEach(this::judge);
            case TO_THE_CONTAINER -> kept.ask(request).ifPresent(FuzzAnswer::checkOfTheContainer);
            case WHOLE -> {
                var answer = kept.ask(request);
                answer.ifPresent(this::judge);
                assertThat(answer.isPresent() || request.wire().length() > SMALL)
                        .as("an answer")
                        .isTrue();
            }
        }
    }

    private void judge(FuzzAnswer answer) {
        statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger()).incrementAndGet();
        answer.check();
    }

    private String described(int number, FuzzRequest request, Throwable failure) {
        var wire = request.wire()
                .substring(0, Math.min(SMALL, request.wire().length()))
                .replace("\r\n", "\\r\\n");
        return "-Dfuzz.seed=%d -Dfuzz.first=%d -Dfuzz.requests=1%n%s%n%s".formatted(seed, number, wire, failure);
    }
}
