package io.concord.jcache.transport;

import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchRequest;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Endpoints in front of one store, which do as the test has planned and otherwise serve. For one thread. */
final class FakeExchange implements Exchange {
    private final FakeStore store;
    private final Map<URI, Deque<Function<byte[], CompletableFuture<Answer>>>> plans = new HashMap<>();
    private final Map<URI, String> statuses = new HashMap<>();
    private final List<URI> asked = new ArrayList<>();
    private final List<Optional<String>> tokens = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private boolean holds;

    private record Held(BatchRequest request, CompletableFuture<Answer> answer) {}

    FakeExchange(FakeStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<Answer> post(URI endpoint, Optional<String> token, Post post) {
        var body = post.body();
        asked.add(endpoint);
        tokens.add(token);
        var plan = plans.getOrDefault(endpoint, new ArrayDeque<>()).poll();
        if (plan != null) {
            return plan.apply(body);
        }
        if (holds) {
            var answer = new CompletableFuture<Answer>();
            held.add(new Held(BatchCodec.decodeRequest(body), answer));
            return answer;
        }
        return CompletableFuture.completedFuture(serve(body));
    }

    @Override
    public CompletableFuture<Optional<String>> status(URI endpoint, Optional<String> token, long timeoutNanos) {
        return CompletableFuture.completedFuture(Optional.ofNullable(statuses.get(endpoint)));
    }

    /** Requests from now on are answered by {@link #release}. */
    void hold() {
        holds = true;
    }

    int held() {
        return held.size();
    }

    /** Serves all requests that are held, the last first, and those that come of it. */
    void release() {
        holds = false;
        var all = new ArrayList<>(held);
        held.clear();
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).answer().complete(serve(all.get(i).request()));
        }
    }

    /** The next request to the endpoint is answered so, and not carried out. */
    void plan(URI endpoint, Answer answer) {
        plan(endpoint, body -> CompletableFuture.completedFuture(answer));
    }

    /** The next request to the endpoint is carried out, and the answer is lost. */
    void planLostAnswer(URI endpoint) {
        plan(endpoint, body -> {
            serve(body);
            return CompletableFuture.completedFuture(new Answer.NotServed("the answer was lost", true));
        });
    }

    /** The next request to the endpoint is never answered. */
    void planSilence(URI endpoint) {
        plan(endpoint, body -> new CompletableFuture<>());
    }

    void planStatus(URI endpoint, String node, String leader) {
        statuses.put(endpoint, "{\"node\":\"" + node + "\",\"status\":\"ok\",\"leader\":\"" + leader + "\"}");
    }

    /** The endpoints in the order in which they were asked. */
    List<URI> asked() {
        return asked;
    }

    List<Optional<String>> tokens() {
        return tokens;
    }

    private void plan(URI endpoint, Function<byte[], CompletableFuture<Answer>> plan) {
        plans.computeIfAbsent(endpoint, uri -> new ArrayDeque<>()).add(plan);
    }

    private Answer serve(byte[] body) {
        return serve(BatchCodec.decodeRequest(body));
    }

    private Answer serve(BatchRequest request) {
        // Encoded and decoded, as on the wire.
        var response = store.carryOut(request);
        return new Answer.Replied(BatchCodec.decodeResponse(BatchCodec.encode(response)));
    }
}
