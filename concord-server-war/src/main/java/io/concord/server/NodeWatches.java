package io.concord.server;

import io.concord.server.config.NodeConfig;
import io.concord.server.service.ReplicatedLog;
import io.concord.server.service.watch.WatchHub;
import io.concord.server.service.watch.WatchMeter;
import io.concord.server.service.watch.WatchService;
import io.concord.server.service.watch.WatchSettings;
import java.lang.System.Logger.Level;
import java.time.Clock;

/**
 * The watches of a node, from its start to its stop, by itself or by an operator. They end with the first sign of a stop, because Open Liberty gives
 * open requests 30 s to finish before it stops the application, and a watch does not finish by itself.
 */
record NodeWatches(WatchHub hub, WatchService service, Thread atShutdown) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NodeWatches.class.getName());

    static NodeWatches start(ReplicatedLog log, NodeConfig config, WatchMeter meter, Clock clock) {
        var settings =
                new WatchSettings(config.watchersMax(), config.identityLimits().watchersMax(), config.watchProgress());
        var hub = new WatchHub(log::localView, settings, meter, clock);
        log.onApplied(hub::signal);
        log.onStopped(hub::close);
        hub.start();
        var atShutdown = new Thread(hub::close, "concord-watch-shutdown");
        Runtime.getRuntime().addShutdownHook(atShutdown);
        return new NodeWatches(hub, new WatchService(log, hub, meter, clock), atShutdown);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "the process is stopping, and the hook has run");
        }
        hub.close();
    }
}
