package io.concord.server.service.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.concord.core.access.Role;
import io.concord.core.model.Author;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.Caller;
import io.concord.server.service.Deadline;
import io.concord.server.service.RequestFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may watch, and where a watch begins. */
class WatchServiceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Caller READER = new Caller(new Author("", "alice"), Set.of(Role.READER));

    private final Store store = new Store();
    private final CountingMeter meter = new CountingMeter();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final WatchHub hub =
            new WatchHub(store::localView, new WatchSettings(1, 0, Duration.ofSeconds(5)), meter, clock);
    private final WatchService service = new WatchService(store, hub, meter, clock);
    private final RecordingSink sink = new RecordingSink();

    @BeforeEach
    void start() {
        store.onApplied(hub::signal);
        hub.start();
        store.put("a", "1");
        store.put("a", "2");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void a_watch_from_no_revision_begins_after_what_was_acknowledged() {
        watch(READER, OptionalLong.empty());
        store.put("a", "3");

        await().until(() -> !sink.revisions().isEmpty());
        assertThat(sink.revisions()).containsExactly(3L);
        assertThat(meter.answers()).containsExactly("ok");
    }

    @Test
    void a_watch_from_a_revision_begins_with_it() {
        watch(READER, OptionalLong.of(2));

        await().until(() -> !sink.told().isEmpty());
        assertThat(sink.told()).containsExactly("2 put a", "mark 2");
    }

    @Test
    void the_next_revision_is_the_last_from_which_a_watch_can_begin() {
        assertThat(refused(READER, 4).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused(READER, 4)).hasMessageContaining("the store is at 2");

        watch(READER, OptionalLong.of(3));

        assertThat(hub.count()).isEqualTo(1);
    }

    @Test
    void a_revision_that_was_forgotten_is_refused_with_the_oldest_one() {
        store.forgetRevision(1);

        var failure = refused(READER, 1);

        assertThat(failure.code()).isEqualTo(ErrorCode.COMPACTED);
        assertThat(((CompactedException) failure).oldestRevision())
                .isEqualTo(store.localView().history().oldestRevision());
        assertThat(meter.answers()).containsExactly("compacted");
    }

    @Test
    void whoever_is_refused_takes_no_place() {
        refused(READER, 9);
        refused(READER, 9);

        watch(READER, OptionalLong.empty());

        assertThat(hub.count()).isEqualTo(1);
        assertThat(refused(READER, 1).code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    }

    @Test
    void only_whoever_may_read_may_watch() {
        var nobody = new Caller(new Author("", "mallory"), Set.of());

        assertThat(refused(nobody, 1).code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void a_token_that_has_expired_begins_no_watch() {
        var late = new Caller(new Author("", "alice"), Set.of(Role.READER), Optional.of(NOW));

        assertThat(refused(late, 1).code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void a_node_that_has_stopped_itself_begins_no_watch_also_from_a_revision_that_it_knows() {
        store.stop();

        assertThat(refused(READER, 1).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(hub.count()).isZero();
    }

    private void watch(Caller caller, OptionalLong from) {
        service.watch(
                        caller,
                        "somebody",
                        new WatchRequest(Filters.EVERYTHING, from),
                        Deadline.in(Duration.ofSeconds(5)),
                        () -> sink)
                .toCompletableFuture()
                .join();
    }

    private RequestFailure refused(Caller caller, long from) {
        var failure = catchThrowableOfType(CompletionException.class, () -> watch(caller, OptionalLong.of(from)));
        return (RequestFailure) Objects.requireNonNull(failure.getCause());
    }
}
