package io.concord.it;

import io.concord.core.history.Action;
import io.concord.core.history.History;
import io.concord.core.history.Operation;
import io.concord.core.history.Result;
import io.concord.core.model.Precondition;
import io.concord.core.protocol.Headers;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A transaction that writes several entries if none of them has changed, and reads them otherwise. In a history it is a
 * put of each, all at one time and under one commit.
 */
record Swap(List<Part> parts) {
    /**
     * One entry.
     *
     * @param revision that it must have; 0 where it must be absent
     */
    record Part(String key, String value, long revision) {
        Precondition precondition() {
            return revision == 0 ? Precondition.absent() : Precondition.revisionIn(revision);
        }
    }

    Swap {
        parts = List.copyOf(parts);
    }

    List<History.Call> begin(History history, String client, String requestId) {
        return parts.stream()
                .map(part -> history.begin(
                        client,
                        part.key(),
                        Action.put(part.value(), part.precondition()),
                        Operation.part(requestId, part.key())))
                .toList();
    }

    String json() {
        return "{\"compare\":" + each("{\"key\":\"%1$s\",\"target\":\"revision\",\"operand\":%3$d}")
                + ",\"then\":" + each("{\"op\":\"put\",\"key\":\"%1$s\",\"value\":\"%2$s\"}")
                + ",\"else\":" + each("{\"op\":\"get\",\"key\":\"%1$s\"}") + "}";
    }

    /** What became of each part. */
    List<Result> results(HttpResponse<byte[]> response) {
        if (response.statusCode() == 200) {
            return results(Client.json(response));
        }
        var failure = response.statusCode() == 404
                        && Client.header(response, Headers.REVISION).isEmpty()
                ? new Result.NotApplied()
                : RecordedClient.failure(response);
        return Collections.nCopies(parts.size(), failure);
    }

    private List<Result> results(JsonObject answer) {
        long revision = answer.getJsonNumber("revision").longValueExact();
        var outcomes = answer.getJsonArray("outcomes");
        var results = new ArrayList<Result>();
        for (var i = 0; i < parts.size(); i++) {
            results.add(
                    answer.getBoolean("succeeded")
                            ? new Result.Written(revision)
                            : refused(parts.get(i), outcomes.getJsonObject(i), revision));
        }
        return results;
    }

    /** What has changed was the reason; what has not was let be. */
    private static Result refused(Part part, JsonObject outcome, long storeRevision) {
        long revision = outcome.getBoolean("exists")
                ? outcome.getJsonObject("entry").getJsonNumber("revision").longValueExact()
                : 0;
        return revision == part.revision()
                ? new Result.NotApplied()
                : new Result.PreconditionFailed(revision, storeRevision);
    }

    private String each(String format) {
        return parts.stream()
                .map(part -> String.format(format, part.key(), part.value(), part.revision()))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
