package io.concord.server.service.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.concord.core.access.Grant;
import io.concord.core.access.Grantee;
import io.concord.core.access.Identity;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Need;
import io.concord.core.access.Role;
import io.concord.core.access.Rule;
import io.concord.core.access.Verb;
import io.concord.core.model.Author;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.Token;
import io.concord.core.model.TokenSelector;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.AccessControl;
import io.concord.server.service.Caller;
import io.concord.server.service.RequestFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All of it at work, with its threads. */
class WatchHubTest {
    private static final int WATCHERS_MAX = 200;
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final Store store = new Store();
    private final CountingMeter meter = new CountingMeter();
    private final AtomicLong nanos = new AtomicLong(1);
    private final MovingClock clock = new MovingClock();
    private final WatchHub hub = hub();
    private final List<RecordingSink> blocked = new ArrayList<>();

    @AfterEach
    void stop() {
        blocked.forEach(RecordingSink::release);
        hub.close();
    }

    @Test
    void every_watcher_is_told_every_commit_that_concerns_it_once_and_in_order() {
        hub.start();
        var filters = IntStream.range(0, 40)
                .mapToObj(i -> i % 2 == 0 ? Filters.key("k" + i % 10) : Filters.prefix("k" + i % 5))
                .toList();
        var sinks = filters.stream().map(filter -> open(filter, 1)).toList();
        var random = new Random(7);

        for (var i = 0; i < 5_000; i++) {
            store.put("k" + random.nextInt(10), "x");
        }

        for (var i = 0; i < filters.size(); i++) {
            var filter = filters.get(i);
            var expected = revisions(filter);
            var sink = sinks.get(i);
            await().untilAsserted(() -> assertThat(sink.revisions()).hasSameSizeAs(expected));
            assertThat(sink.revisions()).isEqualTo(expected);
        }
    }

    /** Whoever missed a restore would take its past for the present. */
    @Test
    void a_restore_cuts_every_watcher_and_those_that_come_after_it_are_told_what_follows() {
        hub.start();
        store.put("a", "x");
        var concerned = open(Filters.key("a"), 1);
        var other = open(Filters.key("b"), 1);
        soon(() -> concerned.news().size() == 1);

        long revision = store.restoreNothing();

        soon(() -> concerned.isClosed() && other.isClosed());
        assertThat(concerned.told()).last().asString().startsWith("cut compacted");
        assertThat(other.told()).last().asString().startsWith("cut compacted");
        var later = open(Filters.key("a"), revision + 1);
        long next = store.put("a", "y");
        soon(() -> later.revisions().equals(List.of(next)));
        assertThat(next).isEqualTo(revision + 1);
    }

    @Test
    void a_watch_that_breaks_again_and_again_goes_on_at_another_node_without_loss_or_repeat() {
        hub.start();
        var other = hub();
        other.start();
        var random = new Random(8);
        var told = new ArrayList<Long>();

        for (var round = 0; round < 100; round++) {
            var from = told.isEmpty() ? 1 : told.get(told.size() - 1) + 1;
            var sink = new RecordingSink();
            open(round % 2 == 0 ? hub : other, Filters.EVERYTHING, sink, from);
            for (var i = random.nextInt(50); i >= 0; i--) {
                store.put("a", "x");
            }
            soon(() -> !sink.revisions().isEmpty());
            sink.breakOff();
            store.put("a", "x");
            soon(sink::isClosed);
            told.addAll(sink.revisions());
        }

        assertThat(told)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, told.get(told.size() - 1))
                        .boxed()
                        .toList());
        other.close();
    }

    @Test
    void watchers_that_do_not_read_hold_up_neither_the_store_nor_the_others() {
        hub.start();
        IntStream.range(0, 50).forEach(i -> openBlocked());
        await().until(() -> hub.count() == 50);
        var reader = open(Filters.EVERYTHING, 1);

        var last = 0L;
        for (var i = 0; i < 1_000; i++) {
            last = store.put("a", "x");
        }

        var end = last;
        soon(() -> {
            // Time as the threads that are held see it.
            nanos.addAndGet(WatchHub.HELD_NANOS);
            return reader.revisions().contains(end);
        });
        assertThat(reader.revisions()).hasSize(1_000);
    }

    @Test
    void a_watcher_that_did_not_read_until_the_server_gave_up_is_cut() {
        hub.start();
        var sink = openBlocked();

        sink.timeOut();

        await().until(sink::isClosed);
        assertThat(hub.count()).isZero();
        assertThat(meter.cuts()).containsExactly(CutReason.SLOW);
    }

    @Test
    void a_watcher_that_has_gone_gives_its_place_back_and_is_no_cut() {
        hub.start();
        var sink = open(Filters.EVERYTHING, 1);
        await().until(() -> !sink.told().isEmpty());
        sink.breakOff();

        store.put("a", "1");

        await().until(sink::isClosed);
        assertThat(hub.count()).isZero();
        assertThat(meter.cuts()).isEmpty();
    }

    @Test
    void no_more_are_admitted_than_the_limit_says() {
        var places = new ArrayList<WatchPlaces.Place>();
        for (var i = 0; i < WATCHERS_MAX; i++) {
            places.add(hub.reserve("anybody"));
        }

        var refused = catchThrowableOfType(RequestFailure.class, () -> hub.reserve("anybody"));

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        assertThat(refused).hasMessageContaining("concord.limits.watchers-max");
        places.get(0).release();
        hub.reserve("anybody");
    }

    @Test
    void a_watch_ends_when_its_token_expires() {
        store.put("a", "1");
        var sink = new RecordingSink();
        open(hub, Filters.EVERYTHING, sink, 1, callerUntil(NOW.plusSeconds(60)));
        var lasting = open(Filters.EVERYTHING, 1);
        await().until(() -> sink.told().size() == 2);

        clock.advance(Duration.ofSeconds(59));
        hub.tick();
        assertThat(hub.count()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        hub.tick();

        await().until(sink::isClosed);
        assertThat(sink.news()).containsExactly("1 put a", "end token-expired 2");
        assertThat(lasting.isClosed()).isFalse();
    }

    @Test
    void a_watch_ends_when_its_token_is_revoked_also_if_it_began_afterwards() {
        var before = new RecordingSink();
        var after = new RecordingSink();
        var other = new RecordingSink();
        open(hub, Filters.EVERYTHING, before, 1, bearer("t-1"));
        open(hub, Filters.EVERYTHING, other, 1, bearer("t-2"));

        store.revoke(TokenSelector.ofId("", "t-1"));
        open(hub, Filters.EVERYTHING, after, 1, bearer("t-1"));
        hub.tick();

        await().until(() -> before.isClosed() && after.isClosed());
        assertThat(before.news()).containsExactly("end token-revoked 1");
        assertThat(after.news()).containsExactly("end token-revoked 1");
        assertThat(other.isClosed()).isFalse();
    }

    private static Caller bearer(String tokenId) {
        var token = Optional.of(new Token(tokenId, 1_000));
        return new Caller(new Author("", "alice"), token, Set.of(Role.READER), Optional.empty());
    }

    @Test
    void a_silent_watcher_gets_a_mark_and_a_busy_one_does_not() {
        var silent = open(Filters.key("a"), 1);
        var busy = open(Filters.EVERYTHING, 1);
        await().until(() -> silent.told().size() == 1 && busy.told().size() == 1);
        hub.start();
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        var revision = store.put("b", "1");
        await().until(() -> busy.revisions().contains(revision));

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        await().until(() -> silent.told().contains("mark " + revision));
        assertThat(busy.told()).containsExactly("mark 0", "1 put b");
    }

    @Test
    void a_node_that_stops_tells_its_watchers_where_to_go_on() {
        hub.start();
        store.put("a", "1");
        var sink = open(Filters.EVERYTHING, 1);
        await().until(() -> sink.told().size() == 2);

        hub.close();

        assertThat(sink.told()).containsExactly("1 put a", "mark 1", "end node-stopping 2");
        assertThat(sink.isClosed()).isTrue();
    }

    @Test
    void a_watch_ends_when_the_rules_do_not_let_it_go_on_and_tells_nothing_after_them() {
        hub.start();
        var staff =
                new Caller(Identity.of(new Author("", "alice"), List.of("staff")), Optional.empty(), Optional.empty());
        var needs = List.of(Need.of(Verb.WATCH, Namespace.DEFAULT, KeyRange.prefix("a")));
        store.put(rule("watchers", "a**", Verb.WATCH));
        var kept = new RecordingSink();
        hub.open(
                Filters.EVERYTHING,
                new WatchPermit(staff, new AccessControl(), needs, 1),
                kept,
                1,
                hub.reserve("anybody"));
        store.put("a", "1");
        soon(() -> kept.told().contains("1 put a"));

        // One that still lets it, whatever else it says.
        store.put(rule("watchers", "a**", Verb.WATCH, Verb.READ));
        hub.tick();
        store.put("a", "2");
        soon(() -> kept.told().contains("2 put a"));

        store.put(rule("watchers", "ab**", Verb.WATCH));
        store.put("a", "3");
        hub.tick();
        soon(kept::isClosed);

        assertThat(kept.told()).contains("end forbidden 3").doesNotContain("3 put a");
    }

    /** It was decided by older rules than those that the node has when it begins. */
    @Test
    void a_watch_that_begins_while_the_rules_change_ends_too() {
        hub.start();
        var staff =
                new Caller(Identity.of(new Author("", "alice"), List.of("staff")), Optional.empty(), Optional.empty());
        var needs = List.of(Need.of(Verb.WATCH, Namespace.DEFAULT, KeyRange.prefix("a")));
        store.put("a", "1");
        store.put(rule("watchers", "b**", Verb.WATCH));
        var sink = new RecordingSink();
        hub.open(
                Filters.EVERYTHING,
                new WatchPermit(staff, new AccessControl(), needs, 0),
                sink,
                1,
                hub.reserve("anybody"));

        soon(sink::isClosed);

        assertThat(sink.told()).containsExactly("end forbidden 1");
    }

    private static Rule rule(String name, String key, Verb... verbs) {
        return new Rule(
                name,
                List.of(new Grantee.Group("staff")),
                List.of(new Grant(NamespacePattern.ALL, new KeyPattern(key), Set.of(verbs))));
    }

    private static void soon(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(condition);
    }

    private WatchHub hub() {
        var settings = new WatchSettings(WATCHERS_MAX, 0, Duration.ofSeconds(5));
        var made = new WatchHub(store::localView, settings, meter, clock, nanos::get);
        store.onApplied(made::signal);
        return made;
    }

    private RecordingSink open(WatchFilter filter, long fromRevision) {
        var sink = new RecordingSink();
        open(hub, filter, sink, fromRevision);
        return sink;
    }

    private RecordingSink openBlocked() {
        var sink = RecordingSink.blocked();
        blocked.add(sink);
        open(hub, Filters.EVERYTHING, sink, 1);
        return sink;
    }

    private static void open(WatchHub at, WatchFilter filter, RecordingSink sink, long fromRevision) {
        open(at, filter, sink, fromRevision, Caller.ANYBODY);
    }

    private static void open(WatchHub at, WatchFilter filter, RecordingSink sink, long fromRevision, Caller caller) {
        at.open(filter, Filters.permit(caller), sink, fromRevision, at.reserve("anybody"));
    }

    private static Caller callerUntil(Instant end) {
        return new Caller(new Author("", "alice"), Set.of(Role.READER), Optional.of(end));
    }

    private List<Long> revisions(WatchFilter filter) {
        var revisions = new ArrayList<Long>();
        for (var commit : store.localView().history().from(1)) {
            for (var event : commit) {
                if (filter.matches(event)) {
                    revisions.add(commit.revision());
                }
            }
        }
        return revisions;
    }

    /** Time that passes when it is told to. */
    private static final class MovingClock extends Clock {
        private volatile Instant now = NOW;

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
