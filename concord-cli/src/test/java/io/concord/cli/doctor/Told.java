package io.concord.cli.doctor;

import io.concord.cli.operate.StatusView;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What three members tell that are well, as servers write it; a test replaces what it is about. */
final class Told {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final List<String> IDS = List.of("n1", "n2", "n3");

    private Told() {}

    static String status(String id) {
        var members = IDS.stream()
                .map(one ->
                        "{\"id\":\"" + one + "\",\"address\":\"" + one + ":7800\",\"role\":\"follower\",\"voter\":true,"
                                + "\"reachable\":true,\"term\":3,\"lagEntries\":0,\"version\":\"1.0\"}")
                .toList();
        return "{\"node\":\"" + id + "\",\"cluster\":\"orders\",\"status\":\"ok\",\"leader\":\"n1\",\"term\":3,"
                + "\"memoryBytes\":100,\"memoryBytesMax\":1000,\"uptimeMillis\":172800000,\"version\":\"1.0\","
                + "\"majority\":2,\"reachableVoters\":3,\"members\":" + members + "}";
    }

    static String diagnosis(String id) {
        var peers = IDS.stream()
                .filter(one -> !one.equals(id))
                .map(one -> "{\"id\":\"" + one + "\",\"address\":\"" + one + ":7800\",\"port\":\"open\","
                        + "\"roundTripMillis\":0.8,\"clockOffsetMillis\":0}")
                .toList();
        return "{\"node\":\"" + id + "\",\"java\":\"17\",\"receivedAt\":" + NOW.toEpochMilli() + ",\"answeredAt\":"
                + NOW.toEpochMilli() + ",\"electionTimeoutMillis\":1000,\"clockSkewMillis\":30000,\"disk\":{"
                + "\"freeBytes\":500,\"totalBytes\":1000,\"dataBytes\":300,\"logBytes\":200},\"sync\":{\"count\":1024,"
                + "\"overMillis\":512000,\"p50Millis\":1.0,\"p99Millis\":4.0,\"maxMillis\":9.0},\"certificates\":["
                + "{\"port\":\"https\",\"endsAt\":\"2027-01-01T00:00:00Z\"},"
                + "{\"port\":\"cluster\",\"endsAt\":\"2027-06-01T00:00:00Z\"}],\"peers\":" + peers + "}";
    }

    /** The facts of one that is well. */
    static MemberFacts member(String id) {
        return member(id, UnaryOperator.identity(), UnaryOperator.identity(), 0);
    }

    /** The facts of one whose answers are changed. */
    static MemberFacts member(
            String id, UnaryOperator<String> status, UnaryOperator<String> diagnosis, double elapsedMillis) {
        var endpoint = URI.create("https://" + id + ":9443");
        return FactsReader.read(
                endpoint,
                new StatusView(endpoint, json(status.apply(status(id)))),
                json(diagnosis.apply(diagnosis(id))),
                NOW,
                elapsedMillis);
    }

    /** All three, of which the last is another. */
    static Examination with(MemberFacts third) {
        return new Examination(List.of(member("n1"), member("n2"), third), List.of());
    }

    /** All three, all changed in the same way. */
    static Examination all(UnaryOperator<String> status, UnaryOperator<String> diagnosis) {
        var members = new ArrayList<MemberFacts>();
        IDS.forEach(id -> members.add(member(id, status, diagnosis, 0)));
        return new Examination(members, List.of());
    }

    /** A change that must find what it replaces. */
    static UnaryOperator<String> change(String from, String to) {
        return text -> {
            if (!text.contains(from)) {
                throw new IllegalArgumentException(from + " is not in " + text);
            }
            return text.replace(from, to);
        };
    }

    static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
