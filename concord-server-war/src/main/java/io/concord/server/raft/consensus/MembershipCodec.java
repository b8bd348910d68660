package io.concord.server.raft.consensus;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.format.FormatLevel;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a {@link Membership}, in the log, in snapshots and on the wire: format version, from version 2 on u16
 * level of the formats, optional UUID of the cluster, u16 number of voters, and for each a string id and an optional UUID.
 * An optional UUID is a truth value and, where that is 1, two i64.
 *
 * <p>At the first level, and only there, it is version 1: that is what releases read which know nothing of levels.
 */
public final class MembershipCodec {
    private static final String FORMAT = "membership";
    private static final int WITHOUT_LEVEL = 1;
    private static final int WITH_LEVEL = 2;

    private MembershipCodec() {}

    public static byte[] encode(Membership membership) {
        var out = new ByteWriter();
        if (membership.formatLevel() == FormatLevel.FIRST) {
            out.u8(WITHOUT_LEVEL);
        } else {
            out.u8(WITH_LEVEL).u16(membership.formatLevel());
        }
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
        var level = readLevel(in);
        var cluster = readId(in);
        var count = in.u16();
        var voters = new ArrayList<Membership.Voter>();
        for (var i = 0; i < count; i++) {
            voters.add(new Membership.Voter(in.string(), readId(in)));
        }
        in.expectEnd();
        return new Membership(cluster, voters, level);
    }

    private static int readLevel(ByteReader in) {
        var version = in.u8();
        if (version == WITHOUT_LEVEL) {
            return FormatLevel.FIRST;
        }
        if (version != WITH_LEVEL) {
            throw FormatException.unknownVersion(FORMAT, version, WITH_LEVEL);
        }
        var level = in.u16();
        if (level <= FormatLevel.FIRST) {
            throw new FormatException(FORMAT + " spells out the level " + level + "; from " + (FormatLevel.FIRST + 1)
                    + " on it is spelled out");
        }
        return level;
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
