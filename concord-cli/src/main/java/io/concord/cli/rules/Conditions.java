package io.concord.cli.rules;

import io.concord.cli.remote.RemoteRequest;
import org.jspecify.annotations.Nullable;

/** The condition of a change: the revision of the rule that is there. */
final class Conditions {
    private Conditions() {}

    /** @param revision 0 for none; null for no condition */
    static RemoteRequest with(RemoteRequest request, @Nullable Long revision) {
        if (revision == null) {
            return request;
        }
        return revision == 0
                ? request.header("If-None-Match", "*")
                : request.header("If-Match", "\"" + revision + "\"");
    }
}
