package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.access.Role;
import io.concord.core.command.Command;
import io.concord.core.command.Reply;
import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.core.state.KeyspaceView;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a batch costs the log, and what each of its operations is told. */
class BatchServiceTest {
    private static final int VALUE_BYTES_MAX = 4 << 20;
    private static final BatchLimits LIMITS = new BatchLimits(20, 1000);
    private static final BatchOperation GET_K = new BatchOperation.Get(name("k"), false);

    private final CountingLog log = new CountingLog();
    private final BatchService batches = new BatchService(
            log,
            new StoreService(
                    log,
                    Clock.systemUTC(),
                    new StoreLimits(VALUE_BYTES_MAX, 10, 8 << 20),
                    new MemoryGuard(() -> 0, () -> 1000)),
            LIMITS);

    @Test
    void all_writes_are_one_entry_of_the_log_and_all_reads_one_barrier_after_it() {
        var outcomes = outcomes(
                GET_K,
                write("r-1", put("k", 3)),
                new BatchOperation.Contains(name("k"), false),
                write("r-2", put("l", 3)),
                new BatchOperation.Scan(Namespace.DEFAULT, KeyRange.ALL, null, 10, true, false));

        assertThat(log.appends).isEqualTo(1);
        assertThat(log.barriers).isEqualTo(1);
        assertThat(((BatchOutcome.Found) outcomes.get(0)).entry()).isPresent();
        assertThat(outcomes.get(2)).isEqualTo(new BatchOutcome.Contained(2, true));
        assertThat(outcomes.get(4)).isEqualTo(new BatchOutcome.KeyPage(2, List.of(new Key("k"), new Key("l")), false));
    }

    @Test
    void reads_alone_append_nothing_and_stale_reads_need_no_barrier() {
        outcomes(new BatchOperation.Get(name("k"), true), new BatchOperation.Contains(name("k"), true));
        assertThat(log.barriers).isZero();

        outcomes(GET_K, GET_K);

        assertThat(log.appends).isZero();
        assertThat(log.barriers).isEqualTo(1);
    }

    @Test
    void a_retry_gets_the_first_outcome_and_has_no_second_effect() {
        var first = replies(write("r-1", increment("n")));

        var again = replies(write("r-1", increment("n")), write("r-2", increment("n")));

        assertThat(again.get(0)).isEqualTo(new BatchReply(first.get(0).outcome(), true));
        assertThat(again.get(1)).isEqualTo(BatchReply.first(new BatchOutcome.Incremented(2, 1, 2, 2)));
    }

    @Test
    void an_operation_that_is_refused_does_not_keep_the_others() {
        var elsewhere = new EntryName(new Namespace("nowhere"), new Key("k"));

        var outcomes = outcomes(
                write("r-1", put("k", VALUE_BYTES_MAX + 1)),
                write("r-2", put("k", 1)),
                write("r-3", new BatchChange.Delete(name("k"), Precondition.absent(), true)),
                new BatchOperation.Get(elsewhere, false),
                write("r-4", new BatchChange.KeepLease(9)));

        assertThat(code(outcomes.get(0))).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(outcomes.get(1)).isInstanceOf(BatchOutcome.Written.class);
        assertThat(((BatchOutcome.PreconditionFailed) outcomes.get(2)).current())
                .isPresent();
        assertThat(code(outcomes.get(3))).isEqualTo(ErrorCode.NAMESPACE_NOT_FOUND);
        assertThat(code(outcomes.get(4))).isEqualTo(ErrorCode.LEASE_NOT_FOUND);
        assertThat(log.appends).isEqualTo(1);
    }

    @Test
    void a_reader_reads_and_its_writes_are_forbidden_before_the_log() {
        var response = batches.execute(caller(Role.READER), request(GET_K, write("r-1", put("k", 1))), deadline())
                .toCompletableFuture()
                .join();

        assertThat(response.replies().get(0).outcome()).isInstanceOf(BatchOutcome.Found.class);
        assertThat(code(response.replies().get(1).outcome())).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(log.appends).isZero();
    }

    @Test
    void get_and_touch_reads_the_entry_with_its_new_deadline() {
        outcomes(write("r-1", put("k", 1)));

        var found =
                (BatchOutcome.Found) outcomes(write("r-2", new BatchChange.GetAndTouch(name("k"), Expiry.after(1_000))))
                        .get(0);

        assertThat(found.entry().orElseThrow().lifetime().deadlineMillis())
                .isEqualTo(MemoryLog.TIME_MILLIS + 1_000 + 1);
        assertThat(found.revision()).isEqualTo(1);
    }

    @Test
    void a_failure_of_the_log_is_told_to_each_write_and_reads_are_still_served() {
        log.failure = new IndeterminateException("no answer");

        var outcomes = outcomes(write("r-1", put("k", 1)), write("r-2", put("l", 1)), GET_K);

        assertThat(outcomes.subList(0, 2)).containsOnly(BatchOutcome.Failed.of(ErrorCode.TIMEOUT, "no answer"));
        assertThat(outcomes.get(2)).isInstanceOf(BatchOutcome.Found.class);
    }

    @Test
    void a_failure_of_the_barrier_is_told_to_each_linearizable_read_alone() {
        log.barrierFailure = UnavailableException.noLeader("no leader");

        var outcomes = outcomes(GET_K, new BatchOperation.Get(name("k"), true), write("r-1", put("k", 1)));

        assertThat(code(outcomes.get(0))).isEqualTo(ErrorCode.CLUSTER_NOT_READY);
        assertThat(outcomes.get(1)).isInstanceOf(BatchOutcome.Found.class);
        assertThat(outcomes.get(2)).isInstanceOf(BatchOutcome.Written.class);
    }

    @Test
    void a_write_keeps_the_time_of_its_first_attempt_unless_that_is_far_ahead() {
        var outcomes = outcomes(
                new BatchOperation.Write(new RequestId("r-1"), 5, put("k", 1)),
                new BatchOperation.Write(new RequestId("r-2"), MemoryLog.TIME_MILLIS + 5_001, put("k", 1)),
                write("r-3", put("k", 1)));

        assertThat(log.last().writes())
                .extracting(write -> write.origin().firstMillis())
                .containsExactly(5L, MemoryLog.TIME_MILLIS);
        assertThat(code(outcomes.get(1))).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void an_answer_without_room_says_which_reads_to_ask_again() {
        outcomes(write("r-1", put("k", VALUE_BYTES_MAX)));

        var outcomes = outcomes(GET_K, GET_K, GET_K, GET_K, GET_K);

        assertThat(outcomes.subList(0, 3)).allMatch(BatchOutcome.Found.class::isInstance);
        assertThat(code(outcomes.get(4))).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void a_write_whose_answer_has_no_room_is_not_carried_out() {
        outcomes(write("r-1", put("k", VALUE_BYTES_MAX)));
        var touch = new BatchChange.GetAndTouch(name("k"), Expiry.never());

        var outcomes = outcomes(
                write("r-2", touch),
                write("r-3", touch),
                write("r-4", touch),
                write("r-5", touch),
                write("r-6", touch));

        assertThat(code(outcomes.get(4))).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(log.last().writes()).hasSizeLessThan(5);
    }

    @Test
    void an_empty_batch_tells_the_time() {
        var response = batches.execute(caller(Role.READER), request(), deadline())
                .toCompletableFuture()
                .join();

        assertThat(response.timeMillis()).isEqualTo(MemoryLog.TIME_MILLIS);
        assertThat(response.replies()).isEmpty();
    }

    @Test
    void a_scan_goes_on_after_the_last_key() {
        outcomes(write("r-1", put("a", 1)), write("r-2", put("b", 1)), write("r-3", put("c", 1)));

        var page = (BatchOutcome.Page)
                outcomes(new BatchOperation.Scan(Namespace.DEFAULT, KeyRange.ALL, new Key("a"), 1, false, false))
                        .get(0);

        assertThat(page.entries()).extracting(entry -> entry.key().text()).containsExactly("b");
        assertThat(page.more()).isTrue();
    }

    @Test
    void an_entry_that_the_caller_has_is_not_sent_again() {
        outcomes(write("r-1", put("k", 1)), write("r-2", put("l", 1)));

        var known = outcomes(ifChanged("k", 1), ifChanged("l", 2));
        outcomes(
                write("r-3", put("k", 2)), write("r-4", new BatchChange.Delete(name("l"), Precondition.none(), false)));
        var changed = outcomes(ifChanged("k", 1), ifChanged("l", 2));

        assertThat(known).containsOnly(new BatchOutcome.Unchanged(2));
        assertThat(((BatchOutcome.Found) changed.get(0)).entry().orElseThrow().revision())
                .isEqualTo(3);
        assertThat(changed.get(1)).isEqualTo(new BatchOutcome.Found(4, Optional.empty()));
    }

    @Test
    void a_touched_entry_is_unchanged_and_one_that_came_back_is_not() {
        outcomes(
                write("r-1", put("k", 1)),
                write("r-2", new BatchChange.Touch(name("k"), Precondition.none(), Expiry.after(9))));

        var touched = outcomes(ifChanged("k", 1));
        outcomes(
                write("r-3", new BatchChange.Delete(name("k"), Precondition.none(), false)), write("r-4", put("k", 1)));
        var back = outcomes(ifChanged("k", 1));

        assertThat(touched).containsExactly(new BatchOutcome.Unchanged(1));
        assertThat(back.get(0)).isInstanceOf(BatchOutcome.Found.class);
    }

    @Test
    void whether_an_entry_has_changed_is_asked_behind_a_barrier() {
        log.barrierFailure = UnavailableException.noLeader("no leader");

        var outcomes = outcomes(ifChanged("k", 1));

        assertThat(code(outcomes.get(0))).isEqualTo(ErrorCode.CLUSTER_NOT_READY);
        assertThat(log.barriers).isEqualTo(1);
    }

    @Test
    void too_many_operations_are_refused_as_a_whole() {
        var failure = catchThrowableOfType(
                RequestFailure.class,
                () -> batches.execute(
                        caller(Role.WRITER), new BatchRequest(Collections.nCopies(21, GET_K)), deadline()));

        assertThat(failure.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(failure)
                .hasMessage("batch has 21 operations; the limit is 20 (concord.limits.batch-operations-max)");
    }

    private List<BatchOutcome> outcomes(BatchOperation... operations) {
        return replies(operations).stream().map(BatchReply::outcome).toList();
    }

    private List<BatchReply> replies(BatchOperation... operations) {
        return batches.execute(caller(Role.WRITER), request(operations), deadline())
                .toCompletableFuture()
                .join()
                .replies();
    }

    private static ErrorCode code(BatchOutcome outcome) {
        return ((BatchOutcome.Failed) outcome).known().orElseThrow();
    }

    private static BatchRequest request(BatchOperation... operations) {
        return new BatchRequest(List.of(operations));
    }

    private static BatchOperation write(String requestId, BatchChange change) {
        return new BatchOperation.Write(new RequestId(requestId), BatchOperation.Write.FIRST_UNKNOWN, change);
    }

    private static BatchOperation ifChanged(String key, long knownRevision) {
        return new BatchOperation.GetIfChanged(name(key), knownRevision);
    }

    private static BatchChange put(String key, int bytes) {
        return new BatchChange.Put(
                name(key), Value.of(new byte[bytes], "text/plain"), Precondition.none(), Expiry.byDefault(), false);
    }

    private static BatchChange increment(String key) {
        return new BatchChange.Increment(name(key), 1, 0, Expiry.byDefault());
    }

    private static EntryName name(String key) {
        return new EntryName(Namespace.DEFAULT, new Key(key));
    }

    private static Caller caller(Role role) {
        return new Caller(new Author("https://issuer.example", "alice"), Set.of(role));
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(1));
    }

    /** Counts what it is asked, and fails when told to. */
    private static final class CountingLog extends MemoryLog {
        private @Nullable RequestFailure failure;
        private @Nullable RequestFailure barrierFailure;
        private int appends;
        private int barriers;

        Command.Batch last() {
            return (Command.Batch) appended().get(appended().size() - 1);
        }

        @Override
        public CompletionStage<Reply> append(Command command, Deadline deadline) {
            appends++;
            return failure == null ? super.append(command, deadline) : CompletableFuture.failedFuture(failure);
        }

        @Override
        public CompletionStage<KeyspaceView> linearizableView(Deadline deadline) {
            barriers++;
            return barrierFailure == null
                    ? super.linearizableView(deadline)
                    : CompletableFuture.failedFuture(barrierFailure);
        }
    }
}
