package io.concord.server.service.watch;

import io.concord.core.model.ChangeEvent;
import io.concord.core.state.Commit;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A connection that remembers in words what it was told, such as {@code 7 put a=1}. It can be made to take nothing. */
final class RecordingSink implements WatchSink {
    private final List<String> told = new ArrayList<>();
    private final List<Long> revisions = new ArrayList<>();
    private final CountDownLatch opened;
    private volatile @Nullable IOException failure;
    private volatile long bytesPerCommit = 100;
    private volatile boolean closed;

    RecordingSink() {
        this(new CountDownLatch(0));
    }

    private RecordingSink(CountDownLatch opened) {
        this.opened = opened;
    }

    /** One that takes nothing until it is released or fails. */
    static RecordingSink blocked() {
        return new RecordingSink(new CountDownLatch(1));
    }

    void release() {
        opened.countDown();
    }

    /** Gives up on the other side, as the server does after the write timeout. */
    void timeOut() {
        failure = new SocketTimeoutException("nobody reads");
        opened.countDown();
    }

    void breakOff() {
        failure = new IOException("broken pipe");
    }

    void countEachCommitAs(long bytes) {
        bytesPerCommit = bytes;
    }

    synchronized List<String> told() {
        return List.copyOf(told);
    }

    /** What it was told beside marks. */
    synchronized List<String> news() {
        return told.stream().filter(text -> !text.startsWith("mark")).toList();
    }

    /** Of the commits that it was told. */
    synchronized List<Long> revisions() {
        return List.copyOf(revisions);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public long commit(Commit commit, Iterator<ChangeEvent> events) throws IOException {
        take();
        var texts = new ArrayList<String>();
        events.forEachRemaining(event ->
                texts.add(EventType.of(event).text() + " " + event.key().text()));
        tell(commit.revision() + " " + String.join(", ", texts));
        synchronized (this) {
            revisions.add(commit.revision());
        }
        return bytesPerCommit;
    }

    @Override
    public void progress(long revision) throws IOException {
        take();
        tell("mark " + revision);
    }

    @Override
    public void cut(CutReason reason, long resumeRevision) throws IOException {
        take();
        tell("cut " + reason.text() + " " + resumeRevision);
    }

    @Override
    public void end(EndReason reason, long resumeRevision) throws IOException {
        take();
        tell("end " + reason.text() + " " + resumeRevision);
    }

    @Override
    public void flush() throws IOException {
        take();
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
    }

    private void take() throws IOException {
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        var broken = failure;
        if (broken != null) {
            throw broken;
        }
    }

    private synchronized void tell(String text) {
        told.add(text);
    }
}
