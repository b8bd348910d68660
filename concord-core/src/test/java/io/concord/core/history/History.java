package io.concord.core.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/** Records what clients do, as they do it. Thread-safe; a call that is never answered counts as unknown for ever. */
public final class History {
    /** A part of the run with a name, from a moment on until the next begins. */
    public record Phase(String name, long from) {}

    private final LongSupplier clock;
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Phase> phases = Collections.synchronizedList(new ArrayList<>());

    /** A history in nanoseconds of this JVM. */
    public History() {
        this(System::nanoTime);
    }

    /** A history by another clock, which must not go back. */
    public History(LongSupplier clock) {
        this.clock = clock;
    }

    /** Call this before the request leaves. */
    public Call begin(String client, String key, Action action, String requestId) {
        var call = new Call(client, key, action, requestId, clock.getAsLong());
        calls.add(call);
        return call;
    }

    /** From now on another phase of the run is on. */
    public void phase(String name) {
        phases.add(new Phase(name, clock.getAsLong()));
    }

    /** The phases so far, in their order. */
    public List<Phase> phases() {
        synchronized (phases) {
            return List.copyOf(phases);
        }
    }

    /** Everything so far, in the order of invocation. */
    public List<Operation> operations() {
        synchronized (calls) {
            return calls.stream().map(Call::operation).toList();
        }
    }

    /** One operation that is under way. */
    public final class Call {
        private final Operation begun;
        private volatile Operation now;

        private Call(String client, String key, Action action, String requestId, long invoked) {
            begun = new Operation(client, key, action, requestId, invoked, Operation.NEVER, new Result.Unknown());
            now = begun;
        }

        /** The answer has arrived. */
        public void returned(Result result) {
            end(clock.getAsLong(), result);
        }

        /** Nobody knows what happened or may still happen. */
        public void unknown() {
            end(Operation.NEVER, new Result.Unknown());
        }

        /** Nobody knows what happened, but after {@code deadline} by this history's clock nothing happens any more. */
        public void unknownUntil(long deadline) {
            end(deadline, new Result.Unknown());
        }

        Operation operation() {
            return now;
        }

        private void end(long at, Result result) {
            now = new Operation(
                    begun.client(), begun.key(), begun.action(), begun.requestId(), begun.invoked(), at, result);
        }
    }
}
