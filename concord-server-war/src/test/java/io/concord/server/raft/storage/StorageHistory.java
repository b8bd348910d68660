package io.concord.server.raft.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.Consumer;

/** One random history: everything that a member does to its storage, with crashes between and within. */
final class StorageHistory {
    private static final DurableStorage.Options OPTIONS = new DurableStorage.Options(700, 500, nanos -> {});

    private final Random random;
    private final FakeDisk disk = new FakeDisk();
    private final StorageModel model = new StorageModel();
    private DurableStorage storage;
    private int restarts;
    private int written;
    private boolean failing;

    /** @param flaw of the disk, if it has one */
    StorageHistory(long seed, Consumer<FakeDisk> flaw) throws IOException {
        this.random = Storages.random(seed);
        flaw.accept(disk);
        this.storage = firstOpen();
    }

    /** The number of restarts in it. */
    long run(int steps) throws IOException {
        for (var step = 0; step < steps; step++) {
            if (random.nextInt(12) == 0) {
                disk.failAfter(random.nextInt(12));
            }
            try {
                step();
                model.done();
            } catch (UncheckedIOException e) {
                requirePoisonedAfter(e);
                restart();
            }
        }
        disk.heal();
        restart();
        storage.close();
        return restarts;
    }

    /** Does the same until the disk fails at this operation, and looks what is left; false if it never came to that. */
    boolean runUntilFailure(int steps, int operation) throws IOException {
        failing = true;
        disk.failAfter(operation);
        for (var step = 0; step < steps; step++) {
            try {
                step();
                model.done();
            } catch (UncheckedIOException e) {
                requirePoisonedAfter(e);
                restart();
                return true;
            }
        }
        return false;
    }

    /** The power may fail before the directory is complete; then it is as good as empty. */
    private DurableStorage firstOpen() throws IOException {
        while (random.nextInt(3) == 0) {
            disk.failAfter(random.nextInt(12));
            try {
                DurableStorage.open(disk, Storages.ALICE, OPTIONS);
            } catch (IOException e) {
                // The disk failed, as it was told to.
            }
            disk.crash(random);
        }
        return DurableStorage.open(disk, Storages.ALICE, OPTIONS);
    }

    private void step() throws IOException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> append();
            case 6, 7, 8, 9 -> sync();
            case 10, 11 -> truncate();
            case 12, 13 -> save();
            case 14 -> snapshot();
            case 15 -> storage.compactTo(random.nextLong(model.snapshotIndex() + 1));
            case 16 -> receive();
            case 17 -> adopt();
            case 18 -> model.requireSame(storage);
            default -> restartUnlessFailing();
        }
    }

    /** A restart heals the disk, which would end the failure before it happens. */
    private void restartUnlessFailing() throws IOException {
        if (!failing) {
            restart();
        }
    }

    private void append() {
        var added = new ArrayList<Entry>();
        var term = model.lastTerm();
        for (var i = random.nextInt(5); i >= 0; i--) {
            term = Math.max(1, term + (random.nextInt(4) == 0 ? 1 : 0));
            added.add(entry(model.lastIndex() + added.size() + 1, term));
        }
        model.append(added);
        storage.append(added);
    }

    private Entry entry(long index, long term) {
        var kind = Entry.Kind.of(random.nextInt(4));
        return new Entry(
                index,
                term,
                Storages.timeMillis(index, term),
                kind == null ? Entry.Kind.NOOP : kind,
                ("write " + written++ + "x".repeat(random.nextInt(200))).getBytes(UTF_8));
    }

    private void sync() {
        storage.sync();
        model.synced();
    }

    /** What comes after is of a later term, as in Raft. */
    private void truncate() {
        var from = model.snapshotIndex() + 1;
        if (model.lastIndex() >= from) {
            var index = from + random.nextLong(model.lastIndex() - from + 1);
            model.truncating(index);
            storage.truncateFrom(index);
        }
    }

    private void save() {
        var next = new HardState(
                model.state().term() + random.nextInt(3), random.nextBoolean() ? "bob" + random.nextInt(100) : null);
        model.saving(next);
        storage.save(next);
    }

    private void adopt() {
        if (!model.hasCluster()) {
            model.adopting(Storages.CLUSTER);
            storage.adoptCluster(Storages.CLUSTER);
        }
    }

    private void snapshot() throws IOException {
        var index = model.snapshotIndex() + random.nextLong(model.lastIndex() - model.snapshotIndex() + 1);
        if (index == model.snapshotIndex()) {
            return;
        }
        var mark = Storages.mark(index, model.termAt(index));
        var sink = storage.beginSnapshot(mark);
        try {
            sink.stream().write(("state " + index).getBytes(UTF_8));
            sink.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        model.installing(mark);
        storage.install(sink);
    }

    /** A snapshot that a peer has: of what is here and goes on, or of another history. */
    private void receive() throws IOException {
        var index = model.snapshotIndex() + 1 + random.nextInt(30);
        var agrees = index <= model.lastIndex() && random.nextBoolean();
        var history = new ArrayList<Entry>();
        for (var i = 1L; i <= index; i++) {
            history.add(entry(i, agrees ? model.termAt(i) : model.lastTerm() + 1));
        }
        var mark = Storages.mark(index, history.get(history.size() - 1).term());
        var file = Storages.snapshotFile(mark.index(), mark.term(), "state " + index);
        SnapshotReceiver receiver;
        try {
            receiver = Storages.receive(storage, file, 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        model.receiving(mark, history);
        storage.installReceived(receiver);
    }

    /** The disk works again, and the storage still says nothing; unless it was the writer in the background that failed. */
    private void requirePoisonedAfter(UncheckedIOException failure) {
        if (String.valueOf(failure.getMessage()).startsWith("storage has failed")) {
            disk.heal();
            assertThatThrownBy(storage::sync).hasMessageContaining("storage has failed");
            assertThatThrownBy(storage::lastIndex).hasMessageContaining("storage has failed");
            assertThatThrownBy(() -> storage.save(new HardState(1_000_000, "bob")))
                    .hasMessageContaining("storage has failed");
        }
    }

    /** Any number of times, also during the recovery. */
    private void restart() throws IOException {
        do {
            restarts++;
            storage.abandon();
            if (random.nextBoolean()) {
                disk.crash(random);
            } else {
                disk.kill();
            }
            disk.heal();
            if (random.nextInt(4) == 0) {
                disk.failAfter(random.nextInt(10));
            }
        } while (!reopened());
        disk.heal();
        model.requireSurvived(storage);
        if (model.snapshotIndex() > 0) {
            assertThat(Storages.content(storage)).isEqualTo("state " + model.snapshotIndex());
        }
        assertThat(disk.list()).noneMatch(name -> name.endsWith(".tmp"));
        assertThat(disk.list().stream().filter(SnapshotFormat::isName).toList()).hasSizeLessThan(2);
    }

    private boolean reopened() {
        try {
            storage = DurableStorage.open(disk, Storages.ALICE, OPTIONS);
            return true;
        } catch (IOException | UncheckedIOException e) {
            assertThat(e).hasMessageContaining("no space left");
            return false;
        }
    }
}
