package io.concord.server.service.watch;

import java.util.OptionalLong;

/**
 * What a watcher asks for.
 *
 * @param fromRevision the first revision it wants to be told; empty for the next one
 */
public record WatchRequest(WatchFilter filter, OptionalLong fromRevision) {}
