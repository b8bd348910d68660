package io.concord.server.service.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told. */
final class CountingMeter implements WatchMeter {
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<CutReason> cuts = new CopyOnWriteArrayList<>();

    List<String> answers() {
        return answers;
    }

    List<CutReason> cuts() {
        return cuts;
    }

    @Override
    public void answered(String result, Duration elapsed) {
        answers.add(result);
    }

    @Override
    public void cut(CutReason reason) {
        cuts.add(reason);
    }
}
