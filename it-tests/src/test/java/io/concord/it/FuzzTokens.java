package io.concord.it;

import io.concord.cli.cluster.SigningKey;
import io.concord.cli.cluster.TokenGroup;
import io.concord.cli.cluster.TokenMinter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Bearer tokens: a good one of each role, and everything that somebody may try instead. */
final class FuzzTokens {
    private static final String LINE = "x\r\n" + FuzzText.FORGED_LINE;

    private final String good;
    private final List<String> bad = new ArrayList<>();

    FuzzTokens(TokenMinter minter) {
        good = minter.mint("alice", TokenGroup.ADMIN, Duration.ofHours(1));
        var claims = minter.claims("alice", TokenGroup.ADMIN, Duration.ofHours(1));
        List.of("iss", "aud", "sub", "upn", "groups", "exp", "iat", "jti").forEach(claim -> {
            bad.add(minter.sign(claims.without(claim)));
            List.<Object>of(LINE, -1, List.of(LINE, 1), Map.of(LINE, List.of()), true, "\0\u202e", "x".repeat(5_000))
                    .forEach(value -> {
                        bad.add(minter.sign(claims.with(claim, value)));
                    });
        });
        bad.add(new TokenMinter(SigningKey.generate()).sign(claims));
        bad.add(minter.sign(claims.with("deep", deep())));
        var payload = good.split("\\.", -1)[1];
        var signature = good.split("\\.", -1)[2];
        List.of(
                        "{\"alg\":\"none\"}",
                        "{\"alg\":\"none\\r\\n" + FuzzText.FORGED_LINE + "\"}",
                        "{\"alg\":\"HS256\"}",
                        "{\"alg\":\"RS256\",\"kid\":\"../../x\\r\\n" + FuzzText.FORGED_LINE + "\"}",
                        "{\"alg\":\"RS256\",\"kid\":[1],\"jku\":\"http://127.0.0.1:1/\",\"crit\":[\"x\"]}",
                        "{\"alg\":\"RS256\",\"alg\":\"none\"}",
                        "{\"alg\":1e999}",
                        "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}",
                        "[".repeat(10_000),
                        "{}",
                        "null",
                        "")
                .forEach(header -> {
                    bad.add(base64(header) + "." + payload + "." + signature);
                    bad.add(base64(header) + "." + payload + ".");
                    bad.add(base64(header) + "." + base64("{\"iss\":\"\\r\\n" + FuzzText.FORGED_LINE + "\"}") + ".x");
                    bad.add(base64(header) + "..." + signature + ".x");
                });
    }

    /** What goes after {@code Authorization:}. */
    String good() {
        return "Bearer " + good;
    }

    String bad(FuzzText text) {
        return switch (text.below(8)) {
            case 0 -> "Bearer " + text.visible();
            case 1 ->
                text.one(List.of("Bearer", "Basic YTpi", "bearer " + good, "Bearer  " + good, good, "Digest x=\"y\""));
            case 2 -> "Bearer " + ".".repeat(text.length());
            case 3 -> "Bearer " + good.substring(0, text.below(good.length()));
            case 4 -> "Bearer " + good + text.visible();
            default -> "Bearer " + text.one(bad);
        };
    }

    private static Object deep() {
        Object deep = "x";
        for (var i = 0; i < 400; i++) {
            deep = List.of(deep);
        }
        return deep;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
