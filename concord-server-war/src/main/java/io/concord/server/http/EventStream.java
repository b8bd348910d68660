package io.concord.server.http;

import io.concord.core.model.ChangeEvent;
import io.concord.core.state.Commit;
import io.concord.server.service.watch.CutReason;
import io.concord.server.service.watch.EndReason;
import io.concord.server.service.watch.WatchSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;

/**
 * A watch as Server-Sent Events (WHATWG HTML §9.2). The id of an event is the last revision that has been told with it, so
 * that {@code Last-Event-ID} goes on with the next one, whatever the event.
 */
final class EventStream implements WatchSink {
    private final JsonBytes out;
    private final EventJson json;
    private final Runnable close;

    /** @param close ends the response; called once */
    EventStream(OutputStream out, EventJson json, Runnable close) {
        this.out = new JsonBytes(out);
        this.json = json;
        this.close = close;
    }

    @Override
    public long commit(Commit commit, Iterator<ChangeEvent> events) throws IOException {
        var before = out.count();
        out.raw("id: ").number(commit.revision()).raw("\ndata: ");
        json.write(commit, events, out);
        out.raw("\n\n");
        return out.count() - before;
    }

    @Override
    public void progress(long revision) throws IOException {
        out.raw("id: ").number(revision).raw("\nevent: progress\ndata: {\"revision\":");
        out.number(revision).raw("}\n\n");
    }

    @Override
    public void cut(CutReason reason, long resumeRevision) throws IOException {
        last("cut", reason.text(), resumeRevision);
    }

    @Override
    public void end(EndReason reason, long resumeRevision) throws IOException {
        last("end", reason.text(), resumeRevision);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        close.run();
    }

    private void last(String type, String reason, long resumeRevision) throws IOException {
        out.raw("id: ").number(resumeRevision - 1).raw("\nevent: " + type + "\ndata: {\"reason\":");
        out.string(reason).raw(",\"resumeRevision\":").number(resumeRevision).raw("}\n\n");
    }
}
