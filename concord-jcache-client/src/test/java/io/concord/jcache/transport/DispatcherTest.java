package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.Value;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.settings.TransportSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of operations when endpoints fail, by the real state machine and time that the test makes. */
class DispatcherTest {
    private static final URI H1 = URI.create("https://h1:9443");
    private static final URI H2 = URI.create("https://h2:9443");
    private static final Answer REFUSED_CONNECTION = new Answer.NotServed("no connection: refused", false);
    private static final Answer NO_LEADER = new Answer.NotServed("cluster-not-ready: no leader", false);

    private final FakeTime time = new FakeTime();
    private final FakeStore store = new FakeStore();
    private final FakeExchange exchange = new FakeExchange(store);
    private final RequestIds ids = new RequestIds();
    private final ArrayDeque<Runnable> worker = new ArrayDeque<>();
    private final Surroundings surroundings =
            new Surroundings(time::nanoTime, time, () -> 0.5, worker::add, Runnable::run);
    private Endpoints endpoints = new Endpoints(List.of(H1, H2), 4, 0, 0);
    private Dispatcher dispatcher = dispatcher(settings(10_000), new FakeTokens("t1"));

    /** Has the tokens of a list, one after the other. */
    private static final class FakeTokens implements TokenSource {
        private final ArrayDeque<String> tokens;

        FakeTokens(String... tokens) {
            this.tokens = new ArrayDeque<>(List.of(tokens));
        }

        @Override
        public CompletableFuture<Optional<String>> current() {
            return CompletableFuture.completedFuture(Optional.of(tokens.getFirst()));
        }

        @Override
        public boolean renew(Optional<String> rejected) {
            if (tokens.size() == 1) {
                return false;
            }
            tokens.removeFirst();
            return true;
        }
    }

    @Test
    void what_waits_while_a_request_is_under_way_goes_together() {
        dispatcher = dispatcher(settings(10_000, 1), new FakeTokens("t1"));
        exchange.hold();
        var first = put("a", "0");
        exchange.release();
        exchange.hold();
        var second = put("b", "0");
        var later = IntStream.range(0, 10).mapToObj(i -> put("k" + i, "v")).toList();
        exchange.release();
        settle();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(later).allSatisfy(stage -> assertThat(stage).isCompleted());
        assertThat(store.requests())
                .extracting(request -> request.operations().size())
                .containsExactly(1, 1, 10);
    }

    @Test
    void callers_who_are_answered_together_go_together_again() throws InterruptedException {
        answerTogether(3);

        putAsAnother("a");
        putAsAnother("b");
        assertThat(worker).as("the third is awaited").isEmpty();
        putAsAnother("c");

        assertThat(sizeOfLastRequest()).isEqualTo(3);
    }

    @Test
    void a_caller_waits_a_moment_for_those_who_do_not_come_again() throws InterruptedException {
        answerTogether(3);
        var requests = store.requests().size();

        putAsAnother("a");
        assertThat(store.requests()).hasSize(requests);
        pass(Duration.ofMillis(1));

        assertThat(sizeOfLastRequest()).isEqualTo(1);
    }

    @Test
    void many_operations_of_one_caller_are_not_waited_for() {
        prime();
        exchange.hold();
        var stages = IntStream.range(0, 4).mapToObj(i -> put("k" + i, "v")).toList();
        settle();
        exchange.release();
        settle();
        assertThat(stages).allSatisfy(stage -> assertThat(stage).isCompleted());

        assertThat(put("a", "v")).isCompleted();
    }

    @Test
    void stages_complete_even_if_no_thread_is_to_be_had() {
        dispatcher = new Dispatcher(
                settings(10_000),
                endpoints,
                new FakeTokens("t1"),
                exchange,
                new Surroundings(time::nanoTime, time, () -> 0.5, worker::add, task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }));

        var stage = put("a", "v");
        settle();

        assertThat(stage).isCompleted();
    }

    /** Has callers answered by one request. */
    private void answerTogether(int callers) throws InterruptedException {
        prime();
        exchange.hold();
        put("first", "v");
        for (int i = 0; i < callers; i++) {
            putAsAnother("k" + i);
        }
        settle();
        exchange.release();
        settle();
    }

    /** Submits in a thread of its own. */
    private void putAsAnother(String key) throws InterruptedException {
        var caller = new Thread(() -> put(key, "v"));
        caller.start();
        caller.join();
    }

    private int sizeOfLastRequest() {
        return store.requests().get(store.requests().size() - 1).operations().size();
    }

    @Test
    void operations_on_one_key_keep_their_order_although_requests_overtake_each_other() {
        prime();
        exchange.hold();
        var stages = IntStream.range(0, 4).mapToObj(i -> increment("a")).toList();
        settle();
        var others = IntStream.range(0, 4).mapToObj(i -> put("b" + i, "v")).toList();
        settle();
        assertThat(exchange.held()).isGreaterThan(1);

        exchange.release();
        settle();

        assertThat(others).allSatisfy(stage -> assertThat(stage).isCompleted());
        assertThat(stages).extracting(DispatcherTest::value).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void a_write_after_a_read_of_its_key_goes_in_a_later_request() {
        prime();
        exchange.hold();
        var before = put("a", "old");
        var read = get("a");
        var after = put("a", "new");
        exchange.release();
        settle();

        assertThat(before).isCompleted();
        assertThat(text(read)).isEqualTo("old");
        assertThat(after).isCompleted();
        assertThat(text(get("a"))).isEqualTo("new");
    }

    @Test
    void a_range_is_deleted_after_all_that_came_before_and_before_all_that_comes_after() {
        prime();
        exchange.hold();
        put("a", "1");
        put("b", "1");
        var cleared =
                submit(Pending.of(new BatchChange.DeleteRange(Namespace.DEFAULT, KeyRange.ALL, false), ids.next()));
        var after = put("a", "2");
        var read = get("b");
        exchange.release();
        settle();

        assertThat(((BatchOutcome.RangeDeleted) cleared.join().outcome()).count())
                .isEqualTo(2);
        assertThat(after).isCompleted();
        assertThat(found(read)).isEmpty();
        assertThat(text(get("a"))).isEqualTo("2");
    }

    @Test
    void a_lost_answer_does_not_apply_twice() {
        exchange.planLostAnswer(H2);
        prime();
        exchange.planLostAnswer(H1);
        exchange.planLostAnswer(H2);

        var stage = increment("a");
        pass(Duration.ofMillis(200));

        assertThat(value(stage)).isEqualTo(1);
        assertThat(stage.join().replayed()).isTrue();
        assertThat(store.writes()).isEqualTo(1);
    }

    @Test
    void an_endpoint_that_cannot_be_reached_is_left_for_the_next_at_once() {
        prime();
        exchange.asked().clear();
        exchange.plan(H1, REFUSED_CONNECTION);

        var stage = put("a", "v");
        settle();
        put("b", "v");

        assertThat(stage).isCompleted();
        assertThat(exchange.asked()).containsExactly(H1, H2, H2);
    }

    @Test
    void a_cluster_without_a_leader_is_asked_again_until_it_has_one() {
        prime();
        for (int i = 0; i < 6; i++) {
            exchange.plan(H1, NO_LEADER);
            exchange.plan(H2, NO_LEADER);
        }

        var stage = put("a", "v");
        pass(Duration.ofSeconds(4));

        assertThat(stage).isCompleted();
        assertThat(exchange.asked()).hasSizeLessThan(15);
    }

    @Test
    void whoever_has_asked_for_too_much_asks_elsewhere_and_then_waits_as_long_as_he_was_told() {
        prime();
        exchange.asked().clear();
        var limited = new Answer.NotServed(
                "too-many-requests: go on in 3 s", false, Duration.ofSeconds(3).toNanos());
        exchange.plan(H1, limited);
        exchange.plan(H2, limited);

        var stage = put("a", "v");
        pass(Duration.ofMillis(2_990));
        assertThat(exchange.asked()).containsExactly(H1, H2);
        assertThat(stage).isNotDone();
        pass(Duration.ofMillis(1_100));

        assertThat(stage).isCompleted();
        assertThat(exchange.asked()).hasSize(3);
    }

    @Test
    void a_wait_that_is_longer_than_the_deadline_ends_with_it() {
        prime();
        var limited = new Answer.NotServed(
                "too-many-requests: go on in 60 s", false, Duration.ofMinutes(1).toNanos());
        exchange.plan(H1, limited);
        exchange.plan(H2, limited);

        var stage = put("a", "v");
        pass(Duration.ofSeconds(5));

        assertThat(failure(stage))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("too-many-requests: go on in 60 s");
    }

    @Test
    void at_the_deadline_the_failure_says_which_endpoints_were_tried_and_why_they_did_not_serve() {
        for (int i = 0; i < 100; i++) {
            exchange.plan(H1, REFUSED_CONNECTION);
            exchange.plan(H2, NO_LEADER);
        }
        var stage = put("a", "v");

        pass(Duration.ofMillis(4_999));
        assertThat(stage).isNotDone();
        pass(Duration.ofMillis(1));

        assertThat(failure(stage))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll(
                        "put of 'a' was not carried out: the time of 5000 ms is over",
                        "https://h1:9443: no connection: refused",
                        "https://h2:9443: cluster-not-ready: no leader");
        assertThat(store.writes()).isZero();
    }

    @Test
    void what_has_less_time_left_fails_before_what_was_submitted_earlier() {
        prime();
        exchange.planSilence(H1);
        var whole = put("a", "v");
        settle();
        var hurried = submit(putOf("a", "w").within(Duration.ofMillis(700)));
        var sooner = submit(putOf("b", "w").within(Duration.ofMillis(300)));
        for (int i = 0; i < 100; i++) {
            exchange.plan(H1, REFUSED_CONNECTION);
            exchange.plan(H2, NO_LEADER);
        }

        pass(Duration.ofMillis(299));
        assertThat(sooner).isNotDone();
        pass(Duration.ofMillis(1));
        assertThat(failure(sooner)).isInstanceOf(UnavailableException.class);
        pass(Duration.ofMillis(399));
        assertThat(hurried).isNotDone();
        pass(Duration.ofMillis(1));
        assertThat(failure(hurried)).isInstanceOf(UnavailableException.class);
        pass(Duration.ofMillis(4_299));
        assertThat(whole).isNotDone();
        pass(Duration.ofMillis(1));
        assertThat(failure(whole)).isInstanceOf(IndeterminateException.class);
        assertThat(store.writes()).isZero();
    }

    @Test
    void nobody_has_more_time_than_the_connection_gives() {
        exchange.planSilence(H1);
        exchange.planSilence(H2);
        var stage = submit(putOf("a", "v").within(Duration.ofDays(1)));

        pass(Duration.ofSeconds(5));

        assertThat(stage).isCompletedExceptionally();
    }

    @Test
    void a_write_without_an_answer_is_indeterminate_and_a_read_is_not() {
        prime();
        exchange.planSilence(H1);
        var write = put("a", "v");
        exchange.planSilence(H1);
        var read = get("b");
        settle();

        pass(Duration.ofSeconds(5));

        assertThat(failure(write))
                .isInstanceOf(IndeterminateException.class)
                .hasMessageContainingAll("put of 'a' may have been carried out or not", "h1:9443: no answer yet");
        assertThat(failure(read)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void a_refusal_is_final_but_not_for_what_may_have_been_carried_out_before() {
        prime();
        exchange.plan(H1, new Answer.Refused("forbidden", "it needs the group concord-writer"));
        assertThat(failure(put("a", "v")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("forbidden"));

        exchange.planLostAnswer(H1);
        exchange.plan(H2, new Answer.Refused("forbidden", "it needs the group concord-writer"));
        var stage = put("a", "v");
        settle();
        assertThat(failure(stage)).isInstanceOf(IndeterminateException.class);
    }

    @Test
    void a_refusal_of_the_store_has_its_code() {
        prime();
        var missing = new EntryName(new Namespace("users"), new Key("alice"));
        var stage = submit(Pending.of(
                new BatchChange.Put(missing, value("v"), Precondition.none(), Expiry.never(), false), ids.next()));
        settle();

        assertThat(failure(stage))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("namespace-not-found"))
                .hasMessageContaining("put of 'users: alice' was refused");
    }

    @Test
    void a_token_that_is_not_accepted_is_renewed_once() {
        dispatcher = dispatcher(settings(10_000), new FakeTokens("old", "new", "newer"));
        prime();
        exchange.tokens().clear();
        exchange.plan(H1, new Answer.Unauthorized("it has expired"));
        var served = put("a", "v");
        settle();
        assertThat(served).isCompleted();
        assertThat(exchange.tokens()).containsExactly(Optional.of("old"), Optional.of("new"));

        exchange.plan(H1, new Answer.Unauthorized("it has expired"));
        exchange.plan(H1, new Answer.Unauthorized("its issuer is not known"));
        var refused = put("a", "v");
        settle();
        assertThat(failure(refused))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        failure -> assertThat(failure.code()).isEqualTo("unauthorized"))
                .hasMessageContaining("its issuer is not known");
    }

    @Test
    void one_operation_more_than_the_bound_fails_at_once_and_names_it() {
        dispatcher = dispatcher(settings(2), new FakeTokens("t1"));
        exchange.hold();
        var first = put("a", "v");
        var second = put("b", "v");

        var third = put("c", "v");

        assertThat(failure(third))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll("put of 'c' was not sent", "2 operations", "concord.client.operations-max");
        exchange.release();
        settle();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(put("c", "v")).isCompleted();
    }

    @Test
    void a_batch_too_large_as_a_whole_is_sent_in_halves() {
        prime();
        exchange.hold();
        var first = put("a", "v");
        var rest = IntStream.range(0, 8).mapToObj(i -> put("k" + i, "v")).toList();
        exchange.plan(H1, new Answer.Refused("too-large", "batch has 8 operations; the limit is 5"));
        settle();
        exchange.release();
        settle();

        assertThat(first).isCompleted();
        assertThat(rest).allSatisfy(stage -> assertThat(stage).isCompleted());
        assertThat(store.requests())
                .extracting(request -> request.operations().size())
                .containsExactlyInAnyOrder(1, 1, 4, 4);
    }

    @Test
    void a_first_attempt_carries_the_clusters_time_and_each_retry_the_same() {
        prime();
        time.pass(Duration.ofMillis(700));
        exchange.planLostAnswer(H1);
        var stage = increment("a");
        time.pass(Duration.ofMillis(300));
        settle();

        assertThat(stage).isCompleted();
        var writes = store.requests().stream()
                .flatMap(request -> request.operations().stream())
                .filter(BatchOperation.Write.class::isInstance)
                .map(BatchOperation.Write.class::cast)
                .toList();
        assertThat(writes).hasSize(2).allMatch(write -> write.firstMillis() == FakeStore.TIME_MILLIS + 1_200);
        assertThat(writes)
                .extracting(BatchOperation.Write::requestId)
                .hasSize(2)
                .containsOnly(writes.get(0).requestId());
    }

    @Test
    void a_first_attempt_taken_for_a_forgotten_one_is_stamped_anew_and_a_retry_is_indeterminate() {
        prime();
        increment("a");
        // Longer than requests are remembered; only the horizon of what is forgotten moves.
        store.tick(Duration.ofHours(2).toMillis());
        store.tick(1);

        var first = increment("a");
        settle();
        assertThat(value(first)).isEqualTo(2);

        exchange.planLostAnswer(H1);
        exchange.hold();
        var retried = increment("a");
        settle();
        store.tick(Duration.ofHours(2).toMillis());
        store.tick(1);
        exchange.release();
        settle();
        assertThat(failure(retried)).isInstanceOf(IndeterminateException.class).hasMessageContaining("forgotten");
        assertThat(store.writes()).isEqualTo(3);
    }

    @Test
    void after_the_end_everything_open_has_failed_and_nothing_more_is_taken() {
        prime();
        exchange.hold();
        var write = put("a", "v");
        var read = get("a");

        dispatcher.close();

        assertThat(failure(write)).isInstanceOf(IndeterminateException.class).hasMessageContaining("closed");
        assertThat(failure(read)).isInstanceOf(UnavailableException.class);
        assertThat(failure(put("a", "v")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("the connection is closed");
    }

    @Test
    void requests_go_to_the_leaders_endpoint_once_it_is_known() {
        prime();
        exchange.planStatus(H1, "n1", "n2");
        exchange.planStatus(H2, "n2", "n2");
        var search = new LeaderSearch(endpoints.all(), dispatcher, new FakeTokens("t1"), exchange, surroundings);

        search.onOperation();
        settle();
        exchange.asked().clear();
        put("a", "v");

        assertThat(exchange.asked()).containsExactly(H2);
    }

    private Dispatcher dispatcher(TransportSettings settings, TokenSource tokens) {
        endpoints = new Endpoints(List.of(H1, H2), settings.requestsInFlightMax(), 0, time.nanoTime());
        return new Dispatcher(settings, endpoints, tokens, exchange, surroundings);
    }

    private static TransportSettings settings(int operationsMax) {
        return settings(operationsMax, 4);
    }

    private static TransportSettings settings(int operationsMax, int requestsInFlightMax) {
        return new TransportSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                requestsInFlightMax,
                operationsMax,
                1 << 26,
                500,
                1 << 20);
    }

    /** Has the cluster's time asked for, so that it is out of the way. */
    private void prime() {
        get("nothing");
        pass(Duration.ofMillis(500));
    }

    private CompletableFuture<BatchReply> put(String key, String text) {
        return submit(putOf(key, text));
    }

    private Pending putOf(String key, String text) {
        return Pending.of(
                new BatchChange.Put(at(key), value(text), Precondition.none(), Expiry.never(), false), ids.next());
    }

    private CompletableFuture<BatchReply> increment(String key) {
        return submit(Pending.of(new BatchChange.Increment(at(key), 1, 0, Expiry.never()), ids.next()));
    }

    private CompletableFuture<BatchReply> get(String key) {
        return submit(Pending.of(new BatchOperation.Get(at(key), false)));
    }

    private CompletableFuture<BatchReply> submit(Pending pending) {
        dispatcher.submit(pending);
        return pending.stage();
    }

    /** Runs what the worker has to do. */
    private void settle() {
        while (!worker.isEmpty()) {
            worker.remove().run();
        }
    }

    private void pass(Duration duration) {
        settle();
        for (long passed = 0; passed < duration.toMillis(); passed++) {
            time.pass(Duration.ofMillis(1));
            settle();
        }
    }

    private static EntryName at(String key) {
        return new EntryName(Namespace.DEFAULT, new Key(key));
    }

    private static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private static long value(CompletableFuture<BatchReply> stage) {
        return ((BatchOutcome.Incremented) stage.join().outcome()).value();
    }

    private static Optional<io.concord.core.model.Entry> found(CompletableFuture<BatchReply> stage) {
        return ((BatchOutcome.Found) stage.join().outcome()).entry();
    }

    private static String text(CompletableFuture<BatchReply> stage) {
        return new String(found(stage).orElseThrow().value().toByteArray(), StandardCharsets.UTF_8);
    }

    private static Throwable failure(CompletableFuture<BatchReply> stage) {
        assertThat(stage).isCompletedExceptionally();
        return Objects.requireNonNull(catchThrowable(stage::join).getCause());
    }
}
