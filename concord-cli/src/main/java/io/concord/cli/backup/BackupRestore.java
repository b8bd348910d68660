package io.concord.cli.backup;

import io.concord.cli.remote.RemoteCluster;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.function.LongConsumer;

/** Checks a backup, and puts it into a cluster if it is whole. */
record BackupRestore(RemoteCluster cluster, BackupFile file) {
    /** Returns what was restored. */
    JsonObject run(boolean force, LongConsumer progress) {
        var verified = file.verify(bytes -> {});
        var restored = new RestoreUpload(cluster, file).run(verified, force, progress);
        return Json.createObjectBuilder()
                .add("file", file.path().toString())
                .add("backupRevision", verified.header().revision())
                .add("revision", restored.revision())
                .add("entries", restored.entries())
                .add("namespaces", verified.totals().namespaces())
                .add("rules", restored.rules())
                .add("rulesLeftOut", restored.rulesLeftOut())
                .add("digest", restored.digest())
                .build();
    }
}
