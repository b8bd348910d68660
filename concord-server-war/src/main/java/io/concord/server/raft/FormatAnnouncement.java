package io.concord.server.raft;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.format.FormatLevel;
import java.nio.charset.StandardCharsets;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.util.ExtendedUUID;

/**
 * A member's highest {@link FormatLevel} as a part of its address, beside its id: so everybody knows it as soon as the member
 * is in the view, before it has said anything, and a release that knows nothing of levels passes over it.
 */
final class FormatAnnouncement {
    /** Short: it is in each message. */
    private static final byte[] KEY = "format".getBytes(StandardCharsets.US_ASCII);

    private FormatAnnouncement() {}

    /** Before the channel connects. */
    static void add(JChannel channel, int level) {
        channel.addAddressGenerator(() -> address(level));
    }

    /** The level that an address tells; the first where it tells none. */
    static int in(Address address) {
        var bytes = address instanceof ExtendedUUID extended ? extended.get(KEY) : null;
        if (bytes == null) {
            return FormatLevel.FIRST;
        }
        try {
            return new ByteReader("format level", bytes).u16();
        } catch (FormatException e) {
            return FormatLevel.FIRST;
        }
    }

    static ExtendedUUID address(int level) {
        return ExtendedUUID.randomUUID().put(KEY, new ByteWriter().u16(level).toByteArray());
    }
}
