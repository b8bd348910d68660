package io.concord.server.service.watch;

import java.time.Duration;

/**
 * What an operator decides about watches.
 *
 * @param watchersMax of this node, at once
 * @param progressInterval a watcher that has heard nothing for this long gets a mark
 */
public record WatchSettings(int watchersMax, Duration progressInterval) {}
