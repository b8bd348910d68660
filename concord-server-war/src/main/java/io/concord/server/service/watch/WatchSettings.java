package io.concord.server.service.watch;

import java.time.Duration;

/**
 * What an operator decides about watches.
 *
 * @param watchersMax of this node, at once
 * @param watchersPerIdentityMax of one identity at this node, at once; 0 for any number
 * @param progressInterval a watcher that has heard nothing for this long gets a mark
 */
public record WatchSettings(int watchersMax, int watchersPerIdentityMax, Duration progressInterval) {}
