package io.concord.server.raft.consensus;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a {@link Membership}, in the log, in snapshots and on the wire: format version (1), optional UUID of
 * the cluster, u16 number of voters, and for each a string id and an optional UUID. An optional UUID is a truth value and,
 * where that is 1, two i64.
 */
public final class MembershipCodec {
    private static final String FORMAT = "membership";
    private static final int VERSION = 1;

    private MembershipCodec() {}

    public static byte[] encode(Membership membership) {
        var out = new ByteWriter().u8(VERSION);
        writeId(out, membership.cluster());
        out.u16(membership.voters().size());
        for (var voter : membership.voters()) {
            writeId(out.string(voter.id()), voter.incarnation());
        }
        return out.toByteArray();
    }

    /**
     * Reads a membership.
     *
     * @throws io.concord.core.format.FormatException if the bytes are not one membership of a known version
     */
    public static Membership decode(byte[] bytes) {
        var in = new ByteReader(FORMAT, bytes);
        in.expectVersion(VERSION);
        var cluster = readId(in);
        var count = in.u16();
        var voters = new ArrayList<Membership.Voter>();
        for (var i = 0; i < count; i++) {
            voters.add(new Membership.Voter(in.string(), readId(in)));
        }
        in.expectEnd();
        return new Membership(cluster, voters);
    }

    static void writeId(ByteWriter out, @Nullable UUID id) {
        out.bool(id != null);
        if (id != null) {
            out.i64(id.getMostSignificantBits()).i64(id.getLeastSignificantBits());
        }
    }

    static @Nullable UUID readId(ByteReader in) {
        return in.bool() ? new UUID(in.i64(), in.i64()) : null;
    }
}
