package io.concord.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.Key;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Threads that read into it and threads that write and invalidate, with nothing between them but its own lock. */
class NearEntriesConcurrencyTest {
    private static final int ROUNDS = 50_000;
    private static final Key KEY = new Key("a");

    private final NearEntries entries = new NearEntries(new NearLimits(10, 100_000));
    private final AtomicLong revision = new AtomicLong(1);

    @Test
    void nothing_from_before_an_invalidation_is_there_after_it() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            var tasks = new ArrayList<Callable<Long>>();
            tasks.add(this::read);
            tasks.add(this::read);
            tasks.add(this::write);
            tasks.add(this::write);

            long tooOld = 0;
            for (var done : threads.invokeAll(tasks)) {
                tooOld += done.get();
            }

            assertThat(tooOld).isZero();
            assertThat(entries.readsUnderWay()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private long read() {
        for (int i = 0; i < ROUNDS; i++) {
            var ticket = entries.begin(KEY);
            entries.keep(ticket, new Found(revision.get(), Optional.empty()));
        }
        return 0;
    }

    private long write() {
        long tooOld = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var written = revision.incrementAndGet();
            entries.invalidate(KEY);
            if (entries.get(KEY).filter(found -> found.revision() < written).isPresent()) {
                tooOld++;
            }
        }
        return tooOld;
    }
}
