package io.concord.server.raft.storage;

import java.io.IOException;
import java.util.UUID;

/**
 * Who the member is and what it has voted. The identity is the last file that is made in an empty directory: without it
 * nothing was ever promised, and with it everything else must be there.
 */
final class MemberFiles {
    private final IdentityFile file;
    private final VoteFile vote;
    private final boolean made;
    private Identity identity;

    private MemberFiles(IdentityFile file, Identity identity, VoteFile vote, boolean made) {
        this.file = file;
        this.identity = identity;
        this.vote = vote;
        this.made = made;
    }

    static MemberFiles open(Disk disk, DurableStorage.Origin origin) throws IOException {
        var file = new IdentityFile(disk);
        if (!file.exists()) {
            requireNothingElse(disk);
            var vote = VoteFile.create(disk);
            var identity = new Identity(origin.memberId(), origin.incarnation(), null, origin.founder());
            file.write(identity);
            return new MemberFiles(file, identity, vote, true);
        }
        var identity = file.read();
        requireOwn(identity, origin.memberId());
        return new MemberFiles(file, identity, VoteFile.read(disk), false);
    }

    boolean wereMade() {
        return made;
    }

    Identity identity() {
        return identity;
    }

    VoteFile vote() {
        return vote;
    }

    /** @throws IllegalStateException if the member belongs to another cluster */
    void requireNoOther(UUID cluster) {
        if (identity.clusterId() != null && !identity.clusterId().equals(cluster)) {
            throw new IllegalStateException(
                    "this data directory belongs to cluster " + identity.clusterId() + ", not to " + cluster);
        }
    }

    void adopt(UUID cluster) throws IOException {
        var adopted = identity.in(cluster);
        file.write(adopted);
        identity = adopted;
    }

    private static void requireNothingElse(Disk disk) throws IOException {
        for (var name : disk.list()) {
            if (Segment.isName(name) || SnapshotFormat.isName(name) || name.equals(SyncMark.NAME)) {
                throw new StorageDamagedException(
                        disk.name() + "/" + IdentityFile.NAME, "it is missing, although there is " + name);
            }
        }
    }

    private static void requireOwn(Identity identity, String memberId) throws IOException {
        if (!identity.memberId().equals(memberId)) {
            throw new IOException("it belongs to node '" + identity.memberId() + "', and this is node '" + memberId
                    + "' (concord.node.id)");
        }
    }
}
