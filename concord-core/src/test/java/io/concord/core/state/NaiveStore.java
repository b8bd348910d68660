package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.Value;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same store as anyone would write it first, with hash maps and without sharing: what the real one must equal. */
final class NaiveStore {
    private record Row(long createRevision, long revision, long version, long writtenMillis, Value value) {}

    private record Request(Command.Write write, Outcome outcome) {}

    private final Map<List<Object>, Row> rows = new HashMap<>();
    private final Map<List<Object>, Request> requests = new HashMap<>();
    private final ArrayDeque<List<Object>> requestsByAge = new ArrayDeque<>();
    private final int requestCapacity;
    private long revision;
    private long clockMillis;
    private long forgottenUpToMillis = -1;

    NaiveStore(int requestCapacity) {
        this.requestCapacity = requestCapacity;
    }

    Reply apply(Command command) {
        clockMillis = Math.max(clockMillis, command.timeMillis());
        if (!(command instanceof Command.Write write)) {
            return new Reply(new Outcome.Passed(revision), false);
        }
        List<Object> id = List.of(write.origin().author(), write.origin().requestId());
        var known = requests.get(id);
        if (known != null) {
            return operation(known.write()).equals(operation(write))
                    ? new Reply(known.outcome(), true)
                    : new Reply(new Outcome.RequestIdReused(revision), false);
        }
        if (write.timeMillis() <= forgottenUpToMillis) {
            return new Reply(new Outcome.RequestForgotten(revision), false);
        }
        var outcome = decide(write);
        remember(id, new Request(write, outcome));
        return new Reply(outcome, false);
    }

    private static List<Object> operation(Command.Write write) {
        Object value = write instanceof Command.Put put ? put.value() : "deleted";
        return List.of(write.namespace(), write.key(), write.precondition(), value);
    }

    private Outcome decide(Command.Write write) {
        List<Object> place = List.of(write.namespace(), write.key());
        var row = rows.get(place);
        if (!holds(write.precondition(), row)) {
            return new Outcome.PreconditionFailed(revision, row == null ? 0 : row.revision());
        }
        if (write instanceof Command.Put put) {
            revision++;
            long created = row == null ? revision : row.createRevision();
            long version = row == null ? 1 : row.version() + 1;
            rows.put(place, new Row(created, revision, version, clockMillis, put.value()));
            return new Outcome.Written(revision, created, version);
        }
        if (row == null) {
            return new Outcome.Deleted(revision, false);
        }
        revision++;
        rows.remove(place);
        return new Outcome.Deleted(revision, true);
    }

    private static boolean holds(Precondition precondition, @Nullable Row row) {
        if (precondition instanceof Precondition.RevisionIn in) {
            return row != null && in.revisions().contains(row.revision());
        }
        if (precondition instanceof Precondition.None) {
            return true;
        }
        return precondition instanceof Precondition.Absent == (row == null);
    }

    private void remember(List<Object> id, Request request) {
        requests.put(id, request);
        requestsByAge.add(id);
        if (requestsByAge.size() > requestCapacity) {
            var oldest = requests.remove(requestsByAge.remove());
            forgottenUpToMillis = Math.max(
                    forgottenUpToMillis, oldest == null ? 0 : oldest.write().timeMillis());
        }
    }

    /** Tells whether a view holds the same entries and numbers. */
    boolean isSameAs(KeyspaceView view) {
        return view.revision() == revision
                && view.clockMillis() == clockMillis
                && view.requestHorizonMillis() == forgottenUpToMillis
                && view.requestsRemembered() == requests.size()
                && view.entryCount() == rows.size()
                && rows.entrySet().stream().allMatch(entry -> isSame(entry.getKey(), entry.getValue(), view));
    }

    private static boolean isSame(List<Object> place, Row row, KeyspaceView view) {
        var namespace = (Namespace) place.get(0);
        var key = (Key) place.get(1);
        return view.get(namespace, key)
                .filter(entry -> entry.revision() == row.revision()
                        && entry.createRevision() == row.createRevision()
                        && entry.version() == row.version()
                        && entry.writtenMillis() == row.writtenMillis()
                        && entry.value().equals(row.value()))
                .isPresent();
    }
}
