package io.concord.server;

import io.concord.server.config.NodeConfig;
import io.concord.server.service.ReplicatedLog;
import io.concord.server.service.watch.WatchHub;
import io.concord.server.service.watch.WatchMeter;
import io.concord.server.service.watch.WatchService;
import io.concord.server.service.watch.WatchSettings;
import java.time.Clock;

/** The watches of a node, from its start to its stop. */
record NodeWatches(WatchHub hub, WatchService service) implements AutoCloseable {
    static NodeWatches start(ReplicatedLog log, NodeConfig config, WatchMeter meter, Clock clock) {
        var settings = new WatchSettings(config.watchersMax(), config.watchProgress());
        var hub = new WatchHub(log::localView, settings, meter, clock);
        log.onApplied(hub::signal);
        hub.start();
        return new NodeWatches(hub, new WatchService(log, hub, meter, clock));
    }

    @Override
    public void close() {
        hub.close();
    }
}
