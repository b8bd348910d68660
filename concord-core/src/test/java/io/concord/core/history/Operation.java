package io.concord.core.history;

/**
 * One operation of one client: what it asked, when, and what it was answered. Times are of one clock, in any unit; an
 * operation precedes another if it returned before, not when, the other was invoked.
 *
 * <p>A transaction is an operation for each of its keys, all at the same time, whose request ids begin alike.
 *
 * @param requestId names a write in the {@link Witness}; all attempts of a retried write are one operation
 * @param returned when the answer arrived; of an unknown outcome the last moment at which it may have happened
 */
public record Operation(
        String client, String key, Action action, String requestId, long invoked, long returned, Result result) {
    /** The return time of what has no end. */
    public static final long NEVER = Long.MAX_VALUE;

    public Operation {
        if (returned < invoked) {
            throw new IllegalArgumentException(
                    action + " of '" + key + "' returned at " + returned + ", before its invocation at " + invoked);
        }
        if (!fits(action, result)) {
            throw new IllegalArgumentException("'" + result + "' is no answer to " + action + " of '" + key + "'");
        }
    }

    /** The same operation with another answer. */
    public Operation with(Result changed) {
        return new Operation(client, key, action, requestId, invoked, returned, changed);
    }

    /** The id of an operation that is a part of something greater. */
    public static String part(String commit, String key) {
        return commit + "/" + key;
    }

    /** What the operation is a part of, if of anything: the beginning of its request id. */
    String commit() {
        int end = requestId.indexOf('/');
        return end < 0 ? requestId : requestId.substring(0, end);
    }

    /** Whether the client was told what happened. */
    public boolean isAnswered() {
        return !(result instanceof Result.Unknown) && !(result instanceof Result.NotApplied);
    }

    @Override
    public String toString() {
        return "[" + invoked + " .. " + (returned == NEVER ? "" : returned) + "] " + client + ": " + action + " '" + key
                + "' -> " + result;
    }

    private static boolean fits(Action action, Result result) {
        if (result instanceof Result.Unknown || result instanceof Result.NotApplied) {
            return true;
        }
        if (action instanceof Action.Get) {
            return result instanceof Result.Found || result instanceof Result.Absent;
        }
        if (result instanceof Result.PreconditionFailed) {
            return true;
        }
        return action instanceof Action.Put ? result instanceof Result.Written : result instanceof Result.Deleted;
    }
}
