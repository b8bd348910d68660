package io.concord.server.service.watch;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.model.EntryName;
import io.concord.core.model.KeyRange;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a watcher asks for.
 *
 * @param previous whether it wants to be told what entries were before
 * @param fromRevision the first revision it wants to be told; empty for the next one
 */
public record WatchRequest(WatchFilter filter, boolean previous, OptionalLong fromRevision) {
    /** One that is not told what entries were before. */
    public WatchRequest(WatchFilter filter, OptionalLong fromRevision) {
        this(filter, false, fromRevision);
    }

    /** What a watcher must be granted: to watch all that it could be told, and to read what was there before. */
    List<Need> needs() {
        return previous ? List.of(need(Verb.WATCH), need(Verb.READ)) : List.of(need(Verb.WATCH));
    }

    private Need need(Verb verb) {
        return filter.selection() instanceof Selection.OneKey one
                ? Need.of(verb, new EntryName(filter.namespace(), one.key()))
                : Need.of(
                        verb,
                        filter.namespace(),
                        KeyRange.prefix(((Selection.WithPrefix) filter.selection()).prefix()));
    }
}
