package io.concord.cli.backup;

import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.backup.BackupReader;
import io.concord.core.backup.BackupTotals;
import io.concord.core.backup.RecordFormat;
import io.concord.core.format.ByteWriter;
import io.concord.core.protocol.Routes;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.LongConsumer;

/** Puts a backup into a cluster: part by part, each as often as it takes, and all of it at the end or nothing. */
final class RestoreUpload {
    private static final String RECORDS = "application/octet-stream";

    private final RemoteCluster cluster;
    private final BackupFile file;

    RestoreUpload(RemoteCluster cluster, BackupFile file) {
        this.cluster = cluster;
        this.file = file;
    }

    /**
     * What the store is after it.
     *
     * @param rules of the backup that are in force now
     * @param rulesLeftOut of the backup, because the cluster has others
     */
    record Restored(long revision, long entries, int rules, int rulesLeftOut, String digest) {}

    Restored run(BackupFile.Verified verified, boolean force, LongConsumer progress) {
        long id = begin(verified, force);
        boolean done = false;
        try {
            var totals = sendParts(id, progress);
            if (!totals.equals(verified.totals())) {
                throw BackupFailures.damaged(file.path(), "it changed while it was restored");
            }
            var restored = finish(id, totals);
            done = true;
            return restored;
        } catch (IOException e) {
            throw BackupFailures.unreadable(file.path(), e);
        } finally {
            if (!done) {
                abort(id);
            }
        }
    }

    private long begin(BackupFile.Verified verified, boolean force) {
        var body = Json.createObjectBuilder()
                .add("revision", verified.header().revision())
                .add("clusterTimeMillis", verified.header().timeMillis())
                .add("force", force);
        return number(send(RemoteRequest.post(Routes.CLUSTER_RESTORE), body), "id");
    }

    private BackupTotals sendParts(long id, LongConsumer progress) throws IOException {
        try (var in = file.open(progress)) {
            var reader = new BackupReader(in);
            var part = new ByteWriter(RecordFormat.PART_BYTES_TYPICAL);
            long sequence = 0;
            for (byte[] record = reader.next(); record != null; record = reader.next()) {
                if (part.size() > 0 && part.size() + record.length > RecordFormat.PART_BYTES_TYPICAL) {
                    send(id, sequence++, part);
                    part = new ByteWriter(RecordFormat.PART_BYTES_TYPICAL);
                }
                part.bytes(record);
            }
            if (part.size() > 0) {
                send(id, sequence, part);
            }
            return reader.totals();
        }
    }

    private void send(long id, long sequence, ByteWriter part) {
        cluster.send(RemoteRequest.put(Routes.CLUSTER_RESTORE + "/" + id + "/" + sequence)
                .content(RECORDS, BodyPublishers.ofByteArray(part.toByteArray())));
    }

    private Restored finish(long id, BackupTotals totals) {
        var body = Json.createObjectBuilder()
                .add("entries", totals.entries())
                .add("namespaces", totals.namespaces())
                .add("leases", totals.leases())
                .add("revocations", totals.revocations())
                .add("rules", totals.rules())
                .add("digest", totals.digest().toString());
        var answer = send(RemoteRequest.post(Routes.CLUSTER_RESTORE + "/" + id + "/finish"), body);
        return new Restored(
                number(answer, "revision"),
                number(answer, "entries"),
                answer.getInt("rules", 0),
                answer.getInt("rulesLeftOut", 0),
                answer.getString("digest", ""));
    }

    /** As well as it can: the cluster gives it up by itself. */
    private void abort(long id) {
        try {
            cluster.send(RemoteRequest.delete(Routes.CLUSTER_RESTORE + "/" + id));
        } catch (RemoteFailure e) {
            // Whatever made the restore fail is what counts.
        }
    }

    private JsonObject send(RemoteRequest request, JsonObjectBuilder body) {
        if (cluster.send(request.json(body.build().toString())).json() instanceof JsonObject answer) {
            return answer;
        }
        throw strange();
    }

    private static long number(JsonObject object, String name) {
        if (object.get(name) instanceof JsonNumber number) {
            return number.longValue();
        }
        throw strange();
    }

    private static RemoteFailure strange() {
        return RemoteFailure.local("the node did not answer as Concord does; is it the right address?");
    }
}
