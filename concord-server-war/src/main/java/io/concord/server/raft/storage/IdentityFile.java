package io.concord.server.raft.storage;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code identity}: string member id, two i64 incarnation, truth value founder, truth value whether a cluster is
 * known, and two i64 cluster id if so.
 */
final class IdentityFile {
    static final String NAME = "identity";

    private static final String TEMPORARY = "identity.tmp";
    private static final String MAGIC = "CNID";
    private static final int VERSION = 1;

    private final Disk disk;

    IdentityFile(Disk disk) {
        this.disk = disk;
    }

    boolean exists() throws IOException {
        return disk.list().contains(NAME);
    }

    Identity read() throws IOException {
        try {
            var in = SmallFile.decode(NAME, MAGIC, VERSION, WholeFile.readAll(disk, NAME));
            if (in == null) {
                throw damaged("its checksum is wrong or it is cut: whose data this is cannot be told");
            }
            var member = in.string();
            var incarnation = new UUID(in.i64(), in.i64());
            var founder = in.bool();
            return new Identity(member, incarnation, readCluster(in), founder);
        } catch (FormatException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    void write(Identity identity) throws IOException {
        var content = new ByteWriter().string(identity.memberId());
        content.i64(identity.incarnation().getMostSignificantBits());
        content.i64(identity.incarnation().getLeastSignificantBits());
        content.bool(identity.founder()).bool(identity.clusterId() != null);
        if (identity.clusterId() != null) {
            content.i64(identity.clusterId().getMostSignificantBits());
            content.i64(identity.clusterId().getLeastSignificantBits());
        }
        try (var file = disk.open(TEMPORARY)) {
            file.truncate(0);
            file.write(SmallFile.encode(MAGIC, VERSION, content), 0);
            file.sync();
        }
        disk.rename(TEMPORARY, NAME);
        disk.sync();
    }

    private static @Nullable UUID readCluster(ByteReader in) {
        return in.bool() ? new UUID(in.i64(), in.i64()) : null;
    }

    private StorageDamagedException damaged(String what) {
        return new StorageDamagedException(disk.name() + "/" + NAME, what);
    }
}
