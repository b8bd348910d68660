package io.concord.server.http;

import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.protocol.watch.WatchFrame;
import io.concord.core.protocol.watch.WatchFrameWriter;
import io.concord.core.state.Commit;
import io.concord.server.service.watch.CutReason;
import io.concord.server.service.watch.EndReason;
import io.concord.server.service.watch.WatchSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;

/** A watch in binary frames, for the client jar. */
final class FrameStream implements WatchSink {
    private final OutputStream out;
    private final boolean withPrevious;
    private final Runnable close;
    private final WatchFrameWriter frames;

    /** @param close ends the response; called once */
    FrameStream(OutputStream out, boolean withPrevious, Runnable close) {
        this.out = new PassingBuffer(out);
        this.withPrevious = withPrevious;
        this.close = close;
        this.frames = new WatchFrameWriter(this.out);
    }

    @Override
    public long commit(Commit commit, Iterator<ChangeEvent> events) throws IOException {
        var bytes =
                frames.write(new WatchFrame.CommitBegun(commit.revision(), commit.writtenMillis(), commit.author()));
        while (events.hasNext()) {
            bytes += frames.write(events.next().accept(new Change()));
        }
        return bytes + frames.write(new WatchFrame.CommitEnded(commit.revision()));
    }

    @Override
    public void progress(long revision) throws IOException {
        frames.write(new WatchFrame.Progress(revision));
    }

    @Override
    public void cut(CutReason reason, long resumeRevision) throws IOException {
        frames.write(new WatchFrame.Cut(reason.text(), resumeRevision));
    }

    @Override
    public void end(EndReason reason, long resumeRevision) throws IOException {
        frames.write(new WatchFrame.Ended(reason.text(), resumeRevision));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        close.run();
    }

    private Optional<Entry> asked(Optional<Entry> previous) {
        return withPrevious ? previous : Optional.empty();
    }

    private final class Change implements ChangeEvent.Handler<WatchFrame> {
        @Override
        public WatchFrame entryWritten(ChangeEvent.EntryWritten event) {
            return new WatchFrame.Written(event.entry(), asked(event.previous()));
        }

        @Override
        public WatchFrame entryDeleted(ChangeEvent.EntryDeleted event) {
            return new WatchFrame.Deleted(event.key(), asked(Optional.of(event.previous())), event.quiet());
        }

        @Override
        public WatchFrame entryExpired(ChangeEvent.EntryExpired event) {
            return new WatchFrame.Expired(event.key(), asked(Optional.of(event.previous())));
        }
    }
}
