package io.concord.server.ops;

import io.concord.server.events.ClusterEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes CDI events of what happens to the node, in order, on a thread of its own; see {@link io.concord.server.events}. */
@ApplicationScoped
public class ClusterEvents implements Consumer<ClusterEvent> {
    private static final System.Logger LOG = System.getLogger(ClusterEvents.class.getName());

    /** Observers that far behind do not want to know. */
    private static final int WAITING_MAX = 1_000;

    private final Event<ClusterEvent> observers;
    private final ThreadPoolExecutor thread;

    @Inject
    public ClusterEvents(Event<ClusterEvent> observers) {
        this.observers = observers;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                task -> {
                    var made = new Thread(task, "concord-events");
                    made.setDaemon(true);
                    return made;
                },
                (task, full) -> LOG.log(Level.WARNING, "an event is lost: observers are too slow, or the node stops"));
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected ClusterEvents() {
        this.observers = null;
        this.thread = null;
    }

    /** Never waits. */
    @Override
    public void accept(ClusterEvent event) {
        thread.execute(() -> {
            try {
                observers.fire(event);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "an observer of " + event + " failed", e);
            }
        });
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
