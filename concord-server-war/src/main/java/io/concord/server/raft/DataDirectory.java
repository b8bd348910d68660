package io.concord.server.raft;

import io.concord.server.config.NodeConfig;
import io.concord.server.raft.storage.Disk;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.raft.storage.FileDisk;
import io.concord.server.raft.storage.StorageDamagedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Opens what a node has on disk, or says why it cannot be used. */
final class DataDirectory {
    private static final System.Logger LOG = System.getLogger(DataDirectory.class.getName());

    private DataDirectory() {}

    static DurableStorage open(NodeConfig config, LongConsumer syncNanos) {
        var directory = config.dataDir().resolve("raft");
        var earlier = directory.resolve(config.nodeId() + ".log");
        if (Files.exists(earlier)) {
            throw new NodeStartException(
                    earlier
                            + " is a log that a Concord before its own storage has written; this one cannot read it. Copy"
                            + " the entries out with the old version, move the directory away, and found the cluster anew",
                    new FileAlreadyExistsException(earlier.toString()));
        }
        try {
            return open(config, new FileDisk(directory), syncNanos);
        } catch (IOException e) {
            throw unusable(directory.toString(), e);
        }
    }

    /** The same on a disk of the caller's. */
    static DurableStorage open(NodeConfig config, Disk disk, LongConsumer syncNanos) {
        try {
            var storage = DurableStorage.open(
                    disk,
                    new DurableStorage.Origin(config.nodeId(), UUID.randomUUID(), config.bootstrap()),
                    DurableStorage.Options.DEFAULT.telling(syncNanos));
            storage.reports().forEach(report -> LOG.log(Level.WARNING, report));
            if (storage.wasEmpty()) {
                LOG.log(
                        Level.INFO,
                        config.bootstrap()
                                ? "the data directory is empty: this node founds cluster {0} with the other members"
                                : "the data directory is empty: this node joins cluster {0} as a learner, without a vote, until an operator promotes it",
                        config.clusterName());
            }
            return storage;
        } catch (StorageDamagedException e) {
            throw new NodeStartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw unusable(disk.name(), e);
        }
    }

    private static NodeStartException unusable(String directory, IOException e) {
        return new NodeStartException(
                "the data directory " + directory + " cannot be used: " + e.getMessage()
                        + ". It must be a directory of this node alone that the server may write to",
                e);
    }
}
