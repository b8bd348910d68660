package io.concord.jcache.transport;

import io.concord.jcache.api.ConcordCacheException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told. */
final class RecordedObserver implements WatchObserver {
    private final List<String> told = new CopyOnWriteArrayList<>();

    List<String> told() {
        return told;
    }

    @Override
    public void begun(long revision) {
        told.add("begun " + revision);
    }

    @Override
    public void commitBegins(long revision) {
        told.add("commit " + revision);
    }

    @Override
    public void event(WatchedEvent event) {
        told.add(event.type() + " " + event.key());
    }

    @Override
    public void commitEnds(long revision) {
        told.add("end " + revision);
    }

    @Override
    public void progress(long revision) {
        told.add("progress " + revision);
    }

    @Override
    public void gap(long resumeRevision) {
        told.add("gap " + resumeRevision);
    }

    @Override
    public void failed(ConcordCacheException failure) {
        told.add("failed " + failure.getMessage());
    }
}
