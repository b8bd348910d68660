package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.access.Role;
import io.concord.core.backup.BackupReader;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTotals;
import io.concord.core.backup.RecordFormat;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may back up and restore, and how much. */
class BackupServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final EntryName GREETING = new EntryName(Namespace.DEFAULT, new Key("greeting"));

    private final MemoryLog log = new MemoryLog();
    private long usedBytes;
    private int valueBytesMax = 10;
    private int requests;

    @Test
    void a_backup_tells_where_it_comes_from_and_is_restored_over_what_came_later() throws IOException {
        put("hello");
        var backup = backups()
                .backUp(caller(Role.ADMIN), deadline())
                .toCompletableFuture()
                .join();
        put("later");
        var file = new ByteArrayOutputStream();
        backup.writeTo(file);
        var reader = new BackupReader(new ByteArrayInputStream(file.toByteArray()));
        var records = new ArrayList<BackupRecord>();
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
            records.add(RecordFormat.decode(record));
        }
        assertThat(reader.header().clusterId()).isEqualTo("c-1");
        assertThat(reader.header().cluster()).isEqualTo("orders");
        assertThat(reader.header().node()).isEqualTo("n1");
        assertThat(reader.header().productVersion()).isEqualTo("1.2.3");
        assertThat(reader.header().createdMillis()).isEqualTo(CLOCK.millis());
        assertThat(reader.header().revision()).isEqualTo(1);

        assertThat(outcome(backups().begin(request(), 1, 0, false))).isInstanceOf(Refusal.StoreNotEmpty.class);
        var begun = (Outcome.RestoreUnderWay) outcome(backups().begin(request(), 1, 0, true));
        outcome(backups().part(request(), begun.restoreId(), 0, records));
        assertThat(log.localView().restore()).isPresent();
        var restored = outcome(backups().finish(request(), begun.restoreId(), reader.totals()));

        assertThat(restored).isInstanceOf(Outcome.Restored.class);
        assertThat(log.localView().restore()).isEmpty();
        assertThat(log.localView().get(GREETING).orElseThrow().value()).isEqualTo(value("hello"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void nobody_but_an_administrator_backs_up_or_restores(Role role) {
        var context = new WriteContext(caller(role), new RequestId("r"), deadline());
        var record = List.<BackupRecord>of(stored("x"));

        assertThat(code(() -> backups().backUp(caller(role), deadline()))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(code(() -> backups().read(caller(role), deadline()))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(code(() -> backups().begin(context, 1, 0, true))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(code(() -> backups().part(context, 1, 0, record))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(code(() -> backups().finish(context, 1, BackupTotals.NONE))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(code(() -> backups().abort(context, 1))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(log.appended()).isEmpty();
    }

    @Test
    void what_is_collected_counts_as_memory_and_ends_where_the_store_is_full() {
        put("hello");
        long before = log.localView().memoryBytes();
        var begun = (Outcome.RestoreUnderWay) outcome(backups().begin(request(), 1, 0, true));
        var space = new BackupRecord.Space(
                Namespace.DEFAULT, log.localView().namespaces().get(0).settings());
        outcome(backups().part(request(), begun.restoreId(), 0, List.of(space, stored("hello"))));

        assertThat(log.localView().memoryBytes()).isGreaterThanOrEqualTo(2 * before);
        usedBytes = 2_000;
        assertThat(code(() -> backups().part(request(), begun.restoreId(), 1, List.of(stored("x")))))
                .isEqualTo(ErrorCode.STORAGE_FULL);
        assertThat(outcome(backups().abort(request(), begun.restoreId()))).isInstanceOf(Outcome.RestoreAborted.class);
        assertThat(log.localView().memoryBytes()).isEqualTo(before);
    }

    @Test
    void a_value_over_the_limit_of_this_cluster_is_named() {
        valueBytesMax = 3;

        var refused = catchThrowableOfType(
                RequestFailure.class, () -> backups().part(request(), 1, 0, List.of(stored("hello"))));

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refused).hasMessageContaining("'greeting'").hasMessageContaining("concord.limits.value-bytes-max");
    }

    private void put(String text) {
        outcome(store().write(
                        request(),
                        new Step.Put(GREETING, value(text), Precondition.none(), Expiry.byDefault(), false)));
    }

    private static BackupRecord.Stored stored(String text) {
        return new BackupRecord.Stored(
                new Entry(GREETING.key(), value(text), 1, 1, 1, new Author("", "alice"), 0, Lifetime.FOREVER));
    }

    private static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private StoreService store() {
        return new StoreService(
                log, CLOCK, new StoreLimits(valueBytesMax, 3, 200), new MemoryGuard(() -> usedBytes, () -> 1_000));
    }

    private BackupService backups() {
        return new BackupService(store(), new OneNode(), CLOCK);
    }

    private static Outcome outcome(CompletionStage<Reply> stage) {
        return stage.toCompletableFuture().join().outcome();
    }

    private WriteContext request() {
        return new WriteContext(caller(Role.ADMIN), new RequestId("r-" + ++requests), deadline());
    }

    private static Caller caller(Role role) {
        return new Caller(new Author("", "alice"), Set.of(role));
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(1));
    }

    private static ErrorCode code(ThrowingCallable call) {
        return catchThrowableOfType(RequestFailure.class, call).code();
    }

    /** A cluster of one node. */
    private static final class OneNode implements Cluster {
        @Override
        public ClusterStatus status() {
            var local = new MemberReport("n1", "leader", "n1", 3, 9, 8, 10, 7, 6, 500, 4_000, 5_000, 1, "1.2.3", 0, "");
            return new ClusterStatus(
                    "n1", "orders", Optional.of("c-1"), Optional.of("n1"), 3, 1, 1, local, 5_000, List.of());
        }

        @Override
        public long memoryBytesMax() {
            return 5_000;
        }

        @Override
        public Optional<String> failure() {
            return Optional.empty();
        }

        @Override
        public Optional<String> alarm() {
            return Optional.empty();
        }
    }
}
