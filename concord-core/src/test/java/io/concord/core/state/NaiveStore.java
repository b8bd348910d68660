package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.Origin;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.model.Author;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same store as anyone would write it first, with hash maps and without sharing: what the real one must equal. */
final class NaiveStore {
    private static final long REMEMBER_MILLIS = 15 * 60 * 1000;

    /** A request with what it came to, and when. */
    record Known(Command.Write write, Outcome outcome, long decidedMillis) {}

    /** A commit, and the entries as they were after it. */
    record Past(
            long revision, Author author, long writtenMillis, List<ChangeEvent> events, Map<EntryName, Entry> after) {}

    private final Bounds bounds;
    private final Map<List<Object>, Known> requests = new LinkedHashMap<>();
    private final Deque<Past> history = new ArrayDeque<>();
    private NaiveState state = new NaiveState();
    private Map<EntryName, Entry> beforeHistory = new HashMap<>();
    private long clockMillis;
    private long timeMillis;
    private long forgottenUpToMillis = -1;

    NaiveStore(Bounds bounds) {
        this.bounds = bounds;
    }

    Reply apply(long entryMillis, Command command) {
        clockMillis = Math.max(clockMillis, command.timeMillis());
        long now = Math.max(timeMillis, entryMillis);
        if (command instanceof Command.Write write) {
            return decide(now, write);
        }
        if (command instanceof Command.Batch batch) {
            var replies =
                    batch.writes().stream().map(write -> decide(now, write)).toList();
            return new Reply(new Outcome.Batched(state.revision, replies), false);
        }
        return tick(now);
    }

    private Reply tick(long now) {
        timeMillis = expire(state, now, bounds.removalsMax());
        commit(Author.CONCORD, clockMillis);
        while (!requests.isEmpty() && oldest().decidedMillis() < timeMillis - REMEMBER_MILLIS) {
            forgetOldest();
        }
        return new Reply(new Outcome.Ticked(state.revision, timeMillis < now), false);
    }

    private Reply decide(long now, Command.Write write) {
        if (write.origin().rulesRevision() != state.rulesRevision) {
            return new Reply(new Refusal.RulesChanged(state.revision, state.rulesRevision), false);
        }
        List<Object> id = List.of(write.origin().author(), write.origin().requestId());
        var known = requests.get(id);
        if (known != null) {
            return known.write().operation().equals(write.operation())
                    ? new Reply(known.outcome(), true)
                    : new Reply(new Refusal.RequestIdReused(state.revision), false);
        }
        if (write.origin().firstMillis() <= forgottenUpToMillis) {
            return new Reply(new Refusal.RequestForgotten(state.revision), false);
        }
        if (write.deadlineMillis() < now) {
            return new Reply(new Refusal.DeadlinePassed(state.revision), false);
        }
        if (isRevoked(write.origin())) {
            return new Reply(new Refusal.TokenRevoked(state.revision), false);
        }
        var origin = write.origin();
        var changed = state.copy();
        var outcome = write.operation().accept(new NaiveRules(changed, now, origin));
        if (!(outcome instanceof Refusal)) {
            state = changed;
            startAnewIfRestored();
            commit(origin.author(), origin.timeMillis());
        }
        remember(id, new Known(write, outcome, now));
        return new Reply(outcome, false);
    }

    private void startAnewIfRestored() {
        if (state.restored) {
            state.restored = false;
            history.clear();
            beforeHistory = Map.copyOf(state.entries);
            clockMillis = Math.max(clockMillis, state.restoredWrittenMillis);
        }
    }

    private boolean isRevoked(Origin origin) {
        return origin.token()
                .filter(token -> state.revocations.values().stream()
                        .anyMatch(revocation -> revocation.tokens().selects(origin.author(), token)))
                .isPresent();
    }

    private void remember(List<Object> id, Known request) {
        while (!requests.isEmpty()
                && (requests.size() >= bounds.requestsMax()
                        || requestBytes() + bytes(request.outcome()) > bounds.requestBytesMax())) {
            forgetOldest();
        }
        requests.put(id, request);
    }

    private Known oldest() {
        return requests.values().iterator().next();
    }

    private void forgetOldest() {
        var oldest = requests.entrySet().iterator().next();
        requests.remove(oldest.getKey());
        forgottenUpToMillis =
                Math.max(forgottenUpToMillis, oldest.getValue().write().origin().firstMillis());
    }

    private void commit(Author author, long writtenMillis) {
        if (state.events.isEmpty()) {
            return;
        }
        state.revision++;
        history.add(
                new Past(state.revision, author, writtenMillis, List.copyOf(state.events), Map.copyOf(state.entries)));
        state.events.clear();
        while (history.size() > bounds.commitsMax() || historyBytes() > bounds.historyBytesMax()) {
            beforeHistory = history.remove().after();
        }
    }

    /** Expires what is due by a time, or as many deadlines as are allowed at once, and returns the time reached. */
    static long expire(NaiveState state, long untilMillis, int deadlinesMax) {
        var due = new ArrayList<Long>();
        state.leases.values().forEach(lease -> due.add(lease.deadlineMillis()));
        state.entries.values().forEach(entry -> due.add(entry.lifetime().deadlineMillis()));
        due.removeIf(deadline -> deadline > untilMillis);
        due.sort(Comparator.naturalOrder());
        long reached = due.size() > deadlinesMax ? due.get(deadlinesMax - 1) : untilMillis;
        state.leases.values().stream()
                .filter(lease -> lease.deadlineMillis() <= reached)
                .sorted(Comparator.comparingLong(Lease::deadlineMillis).thenComparingLong(Lease::id))
                .forEach(lease -> state.expire(state.ofLease(lease.id())));
        state.leases.values().removeIf(lease -> lease.deadlineMillis() <= reached);
        state.expire(state.named(name -> deadline(state, name) <= reached).stream()
                .sorted(Comparator.comparing(EntryName::namespace)
                        .thenComparingLong(name -> deadline(state, name))
                        .thenComparing(EntryName::key))
                .toList());
        state.revocations.values().removeIf(revocation -> revocation.deadlineMillis() <= reached);
        state.tokens.values().removeIf(token -> token.deadlineMillis() <= reached);
        state.keys.removeIf(key -> key.retiredMillis() > 0
                && state.tokens.values().stream().noneMatch(token -> token.key().equals(key.id())));
        if (state.restore != null && state.restore.deadlineMillis() <= reached) {
            state.restore = null;
        }
        return reached;
    }

    private static long deadline(NaiveState state, EntryName name) {
        return state.entry(name).lifetime().deadlineMillis();
    }

    private long requestBytes() {
        return requests.values().stream()
                .mapToLong(request -> bytes(request.outcome()))
                .sum();
    }

    private static long bytes(Outcome outcome) {
        if (outcome instanceof Outcome.Executed executed) {
            return 400
                    + executed.outcomes().stream().mapToLong(NaiveStore::bytes).sum();
        }
        if (outcome instanceof Refusal.StepRefused refused) {
            return 400 + bytes(refused.cause());
        }
        return 400
                + entriesIn(outcome).stream().mapToLong(NaiveStore::shownBytes).sum();
    }

    private static List<Entry> entriesIn(Outcome outcome) {
        if (outcome instanceof Outcome.Listed listed) {
            return listed.entries();
        }
        Optional<Entry> entry = Optional.empty();
        if (outcome instanceof Outcome.Written written) {
            entry = written.previous();
        } else if (outcome instanceof Outcome.Deleted deleted) {
            entry = deleted.previous();
        } else if (outcome instanceof Outcome.Found found) {
            entry = found.entry();
        } else if (outcome instanceof Refusal.PreconditionFailed failed) {
            entry = failed.current();
        }
        return entry.stream().toList();
    }

    private static long shownBytes(Entry entry) {
        return 80
                + NaiveState.bytes(entry)
                + NaiveState.utf8(entry.author().issuer())
                + NaiveState.utf8(entry.author().subject());
    }

    long historyBytes() {
        return history.stream()
                .mapToLong(past -> 200
                        + past.events().stream().mapToLong(NaiveStore::bytes).sum())
                .sum();
    }

    private static long bytes(ChangeEvent event) {
        if (event instanceof ChangeEvent.EntryWritten written) {
            return 200
                    + NaiveState.bytes(written.entry())
                    + NaiveState.bytes(written.previous().orElse(null));
        }
        return event instanceof ChangeEvent.EntryDeleted deleted
                ? 200 + NaiveState.bytes(deleted.previous())
                : 200 + NaiveState.bytes(((ChangeEvent.EntryExpired) event).previous());
    }

    NaiveState state() {
        return state;
    }

    List<Past> history() {
        return new ArrayList<>(history);
    }

    /** The entries after a revision; empty where that is not known any more, or not yet. */
    Optional<Map<EntryName, Entry>> at(long revision) {
        long before = history.isEmpty() ? state.revision : history.getFirst().revision() - 1;
        if (revision == before) {
            return Optional.of(history.isEmpty() ? state.entries : beforeHistory);
        }
        return history.stream()
                .filter(past -> past.revision() == revision)
                .map(Past::after)
                .findFirst();
    }

    int requestsRemembered() {
        return requests.size();
    }

    long clockMillis() {
        return clockMillis;
    }

    long timeMillis() {
        return timeMillis;
    }

    long forgottenUpToMillis() {
        return forgottenUpToMillis;
    }
}
