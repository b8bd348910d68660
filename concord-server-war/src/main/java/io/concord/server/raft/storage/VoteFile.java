package io.concord.server.raft.storage;

import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code vote}: term and vote in two slots that say the same: i64 number of the write, i64 term, truth value
 * whether there is a vote, string member. One slot is synced before the other is written, so that a write cut short leaves
 * the other, and a slot that rots later has its twin. They lie in different pages of the disk.
 */
final class VoteFile {
    static final String NAME = "vote";
    static final int SLOT_BYTES = 4_096;

    private static final String MAGIC = "CNVT";
    private static final int VERSION = 1;

    private record Slot(long number, HardState state) {}

    private final Disk disk;
    private final DiskFile file;
    private HardState state = HardState.INITIAL;
    private long number;

    private VoteFile(Disk disk) throws IOException {
        this.disk = disk;
        this.file = disk.open(NAME);
    }

    /** On disk, under its name too, when it returns. */
    static VoteFile create(Disk disk) throws IOException {
        if (exists(disk)) {
            requireUnused(disk);
            disk.delete(NAME);
        }
        var vote = new VoteFile(disk);
        vote.save(HardState.INITIAL);
        disk.sync();
        return vote;
    }

    static VoteFile read(Disk disk) throws IOException {
        if (!exists(disk)) {
            throw new StorageDamagedException(
                    disk.name() + "/" + NAME, "it is missing; the vote given may be forgotten");
        }
        var vote = new VoteFile(disk);
        vote.load();
        return vote;
    }

    HardState state() {
        return state;
    }

    /** @throws IllegalArgumentException if the term goes back, or the name of the member is too long */
    void requireSavable(HardState next) {
        if (next.term() < state.term()) {
            throw new IllegalArgumentException("term " + next.term() + " after " + state.term());
        }
        if (slotOf(number + 1, next).remaining() > SLOT_BYTES) {
            throw new IllegalArgumentException(
                    "the id of the member voted for is longer than " + SLOT_BYTES + " bytes");
        }
    }

    void save(HardState next) throws IOException {
        number++;
        var slot = slotOf(number, next);
        put(slot.duplicate(), 0);
        put(slot, SLOT_BYTES);
        state = next;
    }

    void close() throws IOException {
        file.close();
    }

    private static boolean exists(Disk disk) throws IOException {
        return disk.list().contains(NAME);
    }

    /** A directory that was never finished has a vote that nobody gave, or half of one. */
    private static void requireUnused(Disk disk) throws IOException {
        var bytes = WholeFile.readAll(disk, NAME);
        for (var offset = 0; offset < bytes.length; offset += SLOT_BYTES) {
            var slot = slot(disk, Arrays.copyOfRange(bytes, offset, offset + SLOT_BYTES));
            if (slot != null && !slot.state().equals(HardState.INITIAL)) {
                throw new StorageDamagedException(
                        disk.name() + "/" + IdentityFile.NAME,
                        "it is missing, although " + NAME + " knows term "
                                + slot.state().term());
            }
        }
    }

    private void load() throws IOException {
        var bytes = new byte[2 * SLOT_BYTES];
        file.read(ByteBuffer.wrap(bytes), 0);
        var first = slot(disk, Arrays.copyOf(bytes, SLOT_BYTES));
        var second = slot(disk, Arrays.copyOfRange(bytes, SLOT_BYTES, 2 * SLOT_BYTES));
        var newest = second == null || (first != null && first.number() >= second.number()) ? first : second;
        if (newest == null) {
            throw new StorageDamagedException(
                    disk.name() + "/" + NAME,
                    "both copies of term and vote (at bytes 0 and " + SLOT_BYTES
                            + ") are damaged; the vote given may be forgotten");
        }
        number = newest.number();
        state = newest.state();
        repair(first, second);
    }

    /** The good slot, which may be in the system's memory only, is on disk before the other is written. */
    private void repair(@Nullable Slot first, @Nullable Slot second) throws IOException {
        file.sync();
        if (first == null || first.number() < number) {
            put(slotOf(number, state), 0);
        } else if (second == null || second.number() < number) {
            put(slotOf(number, state), SLOT_BYTES);
        }
    }

    private void put(ByteBuffer slot, int position) throws IOException {
        file.write(slot, position);
        file.sync();
    }

    private static ByteBuffer slotOf(long number, HardState state) {
        var content = new ByteWriter().i64(number).i64(state.term()).bool(state.votedFor() != null);
        content.string(state.votedFor() == null ? "" : state.votedFor());
        return SmallFile.encode(MAGIC, VERSION, content);
    }

    private static @Nullable Slot slot(Disk disk, byte[] bytes) {
        try {
            var in = SmallFile.decode(NAME, MAGIC, VERSION, bytes);
            if (in == null) {
                return null;
            }
            var number = in.i64();
            var term = in.i64();
            var voted = in.bool();
            var member = in.string();
            return new Slot(number, new HardState(term, voted ? member : null));
        } catch (FormatException e) {
            throw new StorageDamagedException(disk.name() + "/" + NAME, String.valueOf(e.getMessage()));
        }
    }
}
