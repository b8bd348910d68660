package io.concord.server.service.watch;

import io.concord.core.access.Need;
import io.concord.core.state.KeyspaceView;
import io.concord.server.service.AccessControl;
import io.concord.server.service.Caller;
import java.util.List;

/**
 * That a caller may be told what he watches.
 *
 * @param needs of what he asked for
 * @param rulesRevision of the rules by which it was decided first
 */
record WatchPermit(Caller caller, AccessControl access, List<Need> needs, long rulesRevision) {
    /** Whether it still is so. */
    boolean holdsIn(KeyspaceView view) {
        return access.allows(caller, view.rules(), needs);
    }
}
