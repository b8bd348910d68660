package io.concord.cli.doctor;

import io.concord.cli.operate.StatusView;
import io.concord.cli.remote.RemoteFailure;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads a member's answers. */
final class FactsReader {
    private FactsReader() {}

    /**
     * What a member said.
     *
     * @param asked when it was asked for the diagnosis, by this machine's clock
     * @param elapsedMillis until that was here
     * @throws RemoteFailure if it is not what a Concord says
     */
    static MemberFacts read(
            URI endpoint, StatusView status, JsonObject diagnosis, Instant asked, double elapsedMillis) {
        try {
            return new MemberFacts(
                    endpoint,
                    Clocks.of(asked, elapsedMillis, instant(diagnosis, "receivedAt"), instant(diagnosis, "answeredAt")),
                    standing(status),
                    condition(diagnosis),
                    objects(diagnosis, "peers").stream().map(FactsReader::peer).toList());
        } catch (NullPointerException | ClassCastException | DateTimeException e) {
            throw RemoteFailure.local(endpoint + " answers, but not as a Concord of this version does", e);
        }
    }

    private static MemberFacts.Standing standing(StatusView status) {
        var body = status.body();
        return new MemberFacts.Standing(
                status.node(),
                body.getString("version"),
                millis(body, "uptimeMillis"),
                status.leader(),
                number(body, "term"),
                number(body, "majority"),
                number(body, "reachableVoters"),
                number(body, "memoryBytes"),
                number(body, "memoryBytesMax"),
                status.members().stream().map(FactsReader::seen).toList());
    }

    private static MemberFacts.Seen seen(JsonObject member) {
        return new MemberFacts.Seen(
                member.getString("id"),
                member.getBoolean("voter"),
                member.getBoolean("reachable"),
                optionalNumber(member, "lagEntries").map(JsonNumber::longValue),
                text(member, "version"));
    }

    private static MemberFacts.Condition condition(JsonObject body) {
        var disk = body.getJsonObject("disk");
        return new MemberFacts.Condition(
                body.getString("java"),
                instant(body, "answeredAt"),
                text(body, "failure"),
                text(body, "alarm"),
                millis(body, "electionTimeoutMillis"),
                millis(body, "clockSkewMillis"),
                new MemberFacts.Disk(number(disk, "freeBytes"), number(disk, "totalBytes"), number(disk, "logBytes")),
                Optional.ofNullable(body.getJsonObject("sync")).map(FactsReader::sync),
                objects(body, "certificates").stream()
                        .map(FactsReader::certificate)
                        .toList());
    }

    private static MemberFacts.Sync sync(JsonObject body) {
        return new MemberFacts.Sync(
                number(body, "count"),
                millis(body, "overMillis"),
                body.getJsonNumber("p50Millis").doubleValue(),
                body.getJsonNumber("p99Millis").doubleValue(),
                body.getJsonNumber("maxMillis").doubleValue());
    }

    private static MemberFacts.Certificate certificate(JsonObject body) {
        return new MemberFacts.Certificate(
                body.getString("port"), text(body, "endsAt").map(Instant::parse));
    }

    private static MemberFacts.Peer peer(JsonObject body) {
        return new MemberFacts.Peer(
                body.getString("id"),
                body.getString("address"),
                text(body, "port"),
                optionalNumber(body, "roundTripMillis").map(JsonNumber::doubleValue),
                optionalNumber(body, "clockOffsetMillis").map(JsonNumber::longValue));
    }

    private static List<JsonObject> objects(JsonObject body, String name) {
        return body.getJsonArray(name).getValuesAs(JsonObject.class);
    }

    private static Optional<String> text(JsonObject body, String name) {
        return Optional.ofNullable(body.getString(name, null));
    }

    private static Optional<JsonNumber> optionalNumber(JsonObject body, String name) {
        return Optional.ofNullable(body.getJsonNumber(name));
    }

    private static long number(JsonObject body, String name) {
        return body.getJsonNumber(name).longValue();
    }

    private static Duration millis(JsonObject body, String name) {
        return Duration.ofMillis(number(body, name));
    }

    private static Instant instant(JsonObject body, String name) {
        return Instant.ofEpochMilli(number(body, name));
    }
}
