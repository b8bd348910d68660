package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What {@link AckedWrites} have left at a member: all that was acknowledged is there, and nothing was written twice. */
final class WrittenOnce {
    private WrittenOnce() {}

    /** @throws AssertionError that names what is missing, or other than it was written, or was written again */
    static void require(LocalCluster cluster, String id, String run, Map<String, String> acknowledged)
            throws IOException {
        var values = new HashMap<String, String>();
        var again = new HashMap<String, String>();
        var client = SharedCluster.client(cluster, id, TokenGroup.READER);
        // One linearizable read waits until the node has everything; after it, its own copy is to hold it all.
        client.get("any");
        try (var stream = client.lines("/v1/kv?prefix=" + run + "/&consistency=stale")) {
            stream.forEach(line -> {
                var entry = Client.json(line);
                values.put(entry.getString("key"), Client.storedText(entry));
                if (entry.getInt("version") != 1) {
                    again.put(entry.getString("key"), "version " + entry.getInt("version"));
                }
            });
        }

        assertThat(again).as("written again, at %s", id).isEmpty();
        assertThat(values).as("acknowledged, at %s", id).containsAllEntriesOf(acknowledged);
    }
}
