package io.concord.server.raft.storage;

import io.concord.core.format.ByteWriter;
import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code vote}: term and vote in two slots that say the same: i64 number of the write, i64 term, truth value
 * whether there is a vote, string member. One slot is synced before the other is written, so that a write cut short leaves
 * the other, and a slot that rots later has its twin.
 */
final class VoteFile {
    static final String NAME = "vote";

    private static final String MAGIC = "CNVT";
    private static final int VERSION = 1;
    private static final int SLOT_BYTES = 512;

    private record Slot(long number, HardState state) {}

    private final Disk disk;
    private final DiskFile file;
    private HardState state = HardState.INITIAL;
    private long number;

    private VoteFile(Disk disk) throws IOException {
        this.disk = disk;
        this.file = disk.open(NAME);
    }

    static VoteFile create(Disk disk) throws IOException {
        var vote = new VoteFile(disk);
        vote.save(HardState.INITIAL);
        disk.sync();
        return vote;
    }

    static VoteFile read(Disk disk) throws IOException {
        var vote = new VoteFile(disk);
        vote.load();
        return vote;
    }

    HardState state() {
        return state;
    }

    void save(HardState next) throws IOException {
        if (next.term() < state.term()) {
            throw new IllegalArgumentException("term " + next.term() + " after " + state.term());
        }
        number++;
        var content = new ByteWriter().i64(number).i64(next.term()).bool(next.votedFor() != null);
        content.string(next.votedFor() == null ? "" : next.votedFor());
        var slot = SmallFile.encode(MAGIC, VERSION, content);
        file.write(slot.duplicate(), 0);
        file.sync();
        file.write(slot, SLOT_BYTES);
        file.sync();
        state = next;
    }

    void close() throws IOException {
        file.close();
    }

    private void load() throws IOException {
        var buffer = ByteBuffer.allocate(2 * SLOT_BYTES);
        file.read(buffer, 0);
        var bytes = buffer.array();
        var first = slot(Arrays.copyOf(bytes, SLOT_BYTES));
        var second = slot(Arrays.copyOfRange(bytes, SLOT_BYTES, 2 * SLOT_BYTES));
        var newest = second == null || (first != null && first.number() >= second.number()) ? first : second;
        if (newest == null) {
            throw new StorageDamagedException(
                    disk.name() + "/" + NAME, "both copies of term and vote are damaged; the vote given may be forgotten");
        }
        number = newest.number();
        state = newest.state();
        if (first == null || second == null || first.number() != second.number()) {
            save(state);
        }
    }

    private static @Nullable Slot slot(byte[] bytes) {
        var in = SmallFile.decode("vote", MAGIC, VERSION, bytes);
        if (in == null) {
            return null;
        }
        var number = in.i64();
        var term = in.i64();
        var voted = in.bool();
        var member = in.string();
        return new Slot(number, new HardState(term, voted ? member : null));
    }
}
