package io.concord.server.raft;

import io.concord.server.raft.consensus.Envelope;
import io.concord.server.raft.replica.Host;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The node around a replica: its channel, its threads, its log. */
final class ReplicaHost implements Host {
    private static final System.Logger LOG = System.getLogger(ReplicaHost.class.getName());

    private final Consumer<Envelope> wire;
    private final Executor background;
    private final ReplicaThread thread;
    private final DigestWatch digests;
    private final FailStop failStop;
    private final NodeEvents events;
    private final NoticeLimit notices = new NoticeLimit();

    ReplicaHost(
            Consumer<Envelope> wire,
            Executor background,
            ReplicaThread thread,
            DigestWatch digests,
            FailStop failStop,
            NodeEvents events) {
        this.wire = wire;
        this.background = background;
        this.thread = thread;
        this.digests = digests;
        this.failStop = failStop;
        this.events = events;
    }

    @Override
    public void send(Envelope envelope) {
        wire.accept(envelope);
    }

    @Override
    public void inBackground(Runnable job) {
        background.execute(() -> {
            try {
                job.run();
            } catch (RuntimeException | Error e) {
                fail("a job in the background failed", e);
            }
        });
    }

    @Override
    public void onReplicaThread(Runnable job) {
        thread.execute((replica, now) -> job.run());
    }

    @Override
    public void notice(String text) {
        if (notices.isNew(text)) {
            LOG.log(Level.INFO, text);
        }
    }

    @Override
    public void digest(long index, byte[] digest) {
        digests.own(new DigestWatch.Checkpoint(index, HexFormat.of().formatHex(digest)));
    }

    @Override
    public void snapshotCreated(long index) {
        events.snapshotCreated(index);
    }

    @Override
    public void snapshotInstalled(long index, String from) {
        notice("installed the snapshot at " + index + " from " + from);
        events.snapshotInstalled(index, from);
    }

    @Override
    public void fail(String what, Throwable cause) {
        failStop.fail(what, cause);
    }
}
