package io.concord.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tokens that whoever may has signed, and that are no pass all the same: by their time, their names, or their form. */
final class ForgedClaims {
    private static final String LINE = "x\\r\\n" + FuzzText.FORGED_LINE;

    private final TokenKind kind;
    private final RawJson header;
    private final RawJson claims;
    private final String good;
    private final List<Forgery> found = new ArrayList<>();

    ForgedClaims(TokenKind kind) {
        this.kind = kind;
        this.header = kind.header();
        this.claims = kind.claims();
        this.good = signed(header, claims);
    }

    List<Forgery> all() {
        times();
        parties();
        groups();
        names();
        duplicates();
        headers();
        json();
        return List.copyOf(found);
    }

    /** What is odd and as good as the plain one, so that the refusals are known not to be of everything. */
    Map<String, String> oddAndRight() {
        var now = Instant.now().getEpochSecond();
        return Map.ofEntries(
                Map.entry("no id", signed(header, claims.without("jti"))),
                Map.entry("no time of issue", signed(header, claims.without("iat"))),
                Map.entry("several audiences", signed(header, claims.with("aud", "[\"others\",\"concord\"]"))),
                Map.entry("no type", signed(header.without("typ"), claims)),
                Map.entry("the type of access tokens", signed(header.with("typ", "\"at+jwt\""), claims)),
                Map.entry("the type in capitals", signed(header.with("typ", "\"Application/AT+JWT\""), claims)),
                Map.entry("no key id", signed(header.without("kid"), claims)),
                Map.entry("valid since a minute ago", signed(header, claims.with("nbf", Long.toString(now - 60)))),
                Map.entry("valid for a month", signed(header, claims.with("exp", Long.toString(now + 30 * 86_400)))),
                Map.entry("claims of others", signed(header, claims.with("realm", "{\"a\":[1,{\"b\":null}]}"))),
                Map.entry(
                        "a subject of any script", signed(header, claims.with("sub", "\"\u00e9\u4e2d\ud83d\ude00\""))),
                Map.entry(
                        "blanks in the JSON",
                        signed(header, "\n { " + claims.toString().substring(1) + " ")));
    }

    private void times() {
        var now = Instant.now().getEpochSecond();
        var years = now + Duration.ofDays(36_525).toSeconds();
        claim("exp", "expired a minute ago", now - 60);
        claim("exp", "expired in 1970", 0);
        claim("exp", "expires before 1970", -1);
        claim("exp", "expires in 100 years", years);
        claim("exp", "expires in 400 days", now + 400 * 86_400);
        claim("exp", "expires at the end of 64 bits", Long.MAX_VALUE);
        claim("exp", "expires at the beginning of 64 bits", Long.MIN_VALUE);
        claim("nbf", "valid in an hour", now + 3_000);
        claim("nbf", "valid in 100 years", years);
        claim("iat", "issued in an hour", now + 3_000);
        claim("iat", "issued in 100 years", years);
        claim("iat", "issued before 1970", -1);
        claim("iat", "issued in 1970", 0);
        for (var name : List.of("exp", "nbf", "iat")) {
            var soon = name.equals("exp") ? now + 3_000 : now - 60;
            claim(name, name + " as text", RawJson.text(Long.toString(soon)));
            claim(name, name + " as a date", "\"2036-01-01T00:00:00Z\"");
            claim(name, name + " 1e400", "1e400");
            claim(name, name + " -1e400", "-1e400");
            claim(name, name + " 1e1000000000", "1e1000000000");
            claim(name, name + " 1e-1000000000", "1e-1000000000");
            claim(name, name + " of 400 digits", "9".repeat(400));
            claim(name, name + " of 20,000 digits", "9".repeat(20_000));
            claim(name, name + " with a fraction", soon + ".5");
            claim(name, name + " with an exponent", "1.9e9");
            claim(name, name + " in an array", "[" + soon + "]");
            claim(name, name + " in an object", "{\"at\":" + soon + "}");
            claim(name, name + " null", "null");
            claim(name, name + " true", "true");
        }
        missing("exp");
    }

    private void parties() {
        claim("aud", "another audience", "\"others\"");
        claim("aud", "the audience in capitals", "\"CONCORD\"");
        claim("aud", "the audience and a blank", "\"concord \"");
        claim("aud", "the beginning of the audience", "\"conc\"");
        claim("aud", "more than the audience", "\"concord2\"");
        claim("aud", "an empty audience", "\"\"");
        claim("aud", "no audience in an array", "[]");
        claim("aud", "other audiences", "[\"a\",\"b\"]");
        claim("aud", "the audience in an array in an array", "[[\"concord\"]]");
        claim("aud", "the audience beside a number", "[\"concord\",1]");
        claim("aud", "the audience beside null", "[null,\"concord\"]");
        claim("aud", "the audience as a name", "{\"concord\":true}");
        claim("aud", "audience null", "null");
        claim("aud", "audience 1", "1");
        missing("aud");
        var issuer = claims.value("iss");
        var bare = issuer.substring(1, issuer.length() - 1);
        claim("iss", "another issuer", "\"https://elsewhere.example\"");
        claim("iss", "the issuer and a slash", RawJson.text(bare + "/"));
        claim("iss", "the issuer as somebody's user", RawJson.text(bare + "@elsewhere.example"));
        claim("iss", "the issuer in capitals", RawJson.text(bare.toUpperCase(java.util.Locale.ROOT)));
        claim("iss", "the issuer in an array", "[" + issuer + "]");
        claim("iss", "issuer null", "null");
        claim("iss", "an empty issuer", "\"\"");
        claim("iss", "an issuer of two lines", RawJson.text(LINE));
        missing("iss");
    }

    private void groups() {
        claim("groups", "groups as text", "\"concord-admin\"");
        claim("groups", "groups as a list in text", "\"concord-reader,concord-admin\"");
        claim("groups", "groups in an array in an array", "[[\"concord-admin\"]]");
        claim("groups", "groups beside null", "[null,\"concord-admin\"]");
        claim("groups", "groups beside a number", "[\"concord-admin\",1]");
        claim("groups", "groups beside an object", "[\"concord-admin\",{}]");
        claim("groups", "groups as names", "{\"concord-admin\":true}");
        claim("groups", "groups null", "null");
        claim("groups", "groups 1", "1");
        claim("groups", "groups true", "true");
    }

    private void names() {
        for (var name : List.of("sub", "jti")) {
            claim(name, name + " of two lines", RawJson.text(LINE));
            claim(name, name + " with a zero", "\"alice\\u0000\"");
            claim(name, name + " with a control character of C1", "\"alice\\u0085" + FuzzText.FORGED_LINE + "\"");
            claim(name, name + " with half a character", "\"\\ud800\"");
            claim(name, name + " null", "null");
            claim(name, name + " 1", "1");
            claim(name, name + " in an array", "[\"alice\"]");
            claim(name, name + " in an object", "{\"alice\":1}");
            claim(name, name + " of 5,000 characters", RawJson.text("x".repeat(5_000)));
        }
        claim("sub", "an empty sub", "\"\"");
        missing("sub");
        add("only a upn", header, claims.without("sub").with("upn", "\"alice\""));
    }

    private void duplicates() {
        add("sub twice", header, claims.again("sub", "\"mallory\""));
        add("sub twice, once escaped", header, claims.again("s\\u0075b", "\"mallory\""));
        add("sub twice and the same", header, claims.again("sub", claims.value("sub")));
        add("groups twice", header, claims.with("groups", "[]").again("groups", "[\"concord-admin\"]"));
        add("exp twice", header, claims.with("exp", "1").again("exp", claims.value("exp")));
        add("aud twice", header, claims.with("aud", "\"others\"").again("aud", "\"concord\""));
        add("iss twice", header, claims.with("iss", "\"x\"").again("iss", claims.value("iss")));
        add("jti twice", header, claims.again("jti", "\"another\""));
        add("a name twice in a claim of others", header, claims.with("realm", "{\"a\":1,\"a\":2}"));
        add("alg twice and the same", header.again("alg", header.value("alg")), claims);
        add("typ twice", header.again("typ", header.value("typ")), claims);
        add("kid twice", header.again("kid", "\"another\""), claims);
    }

    private void headers() {
        for (var type : List.of("JOSE", "logout+jwt", "dpop+jwt", "secevent+jwt", "id_token", "", "JWT ")) {
            add("type '" + type + "'", header.with("typ", RawJson.text(type)), claims);
        }
        for (var type : List.of("null", "1", "[\"JWT\"]")) {
            add("type " + type + ", which is no text", header.with("typ", type), claims);
        }
        add("an extension that must be understood", header.with("x", "1").with("crit", "[\"x\"]"), claims);
        add("a claim that must be understood", header.with("crit", "[\"exp\"]").with("exp", "1"), claims);
        add("nothing that must be understood", header.with("crit", "[]"), claims);
        add("claims that are not base64 (b64)", header.with("b64", "false").with("crit", "[\"b64\"]"), claims);
        add("claims that are zipped, or not", header.with("zip", "\"DEF\""), claims);
        add("a token in the token by its type", header.with("cty", "\"JWT\""), claims);
        found.add(Forgery.token(
                "a token in a token", Jws.signed(header.with("cty", "\"JWT\""), good, kind::signature), good));
        found.add(Forgery.token("a token as the claims", Jws.signed(header, good, kind::signature), good));
    }

    /** What is no JSON object, or one that only some take for one. */
    private void json() {
        var text = claims.toString();
        Map.ofEntries(
                        Map.entry("claims in an array", "[" + text + "]"),
                        Map.entry("claims as text", RawJson.text("claims")),
                        Map.entry("claims null", "null"),
                        Map.entry("no claims", "{}"),
                        Map.entry("claims and something after them", text + "x"),
                        Map.entry("claims twice", text + text),
                        Map.entry("claims without their end", text.substring(0, text.length() - 1)),
                        Map.entry("claims with a comment", "/**/" + text),
                        Map.entry("claims with a comma too many", text.replace("}", ",}")),
                        Map.entry("claims in single quotes", text.replace('"', '\'')),
                        Map.entry("claims behind a byte order mark", "\ufeff" + text),
                        Map.entry("a claim that is no number", text.replace("}", ",\"x\":NaN}")),
                        Map.entry("a number of 50,000 digits", text.replace("}", ",\"x\":" + "9".repeat(15_000) + "}")),
                        Map.entry(
                                "claims nested 5,000 deep",
                                text.replace("}", ",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")),
                        Map.entry(
                                "objects nested 2,000 deep",
                                text.replace("}", ",\"x\":" + "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000) + "}")))
                .forEach((name, odd) -> found.add(Forgery.token(name, signed(header, odd), good)));
        var signed = Jws.base64(header.toString()) + "."
                + Jws.base64(text.replace("alice", "al\u00ffice").getBytes(StandardCharsets.ISO_8859_1));
        found.add(Forgery.token("claims that are not UTF-8", signed + "." + Jws.base64(kind.signature(signed)), good));
        Map.of(
                        "a header in an array",
                        "[" + header + "]",
                        "a header null",
                        "null",
                        "an empty header",
                        "{}",
                        "a header and something after it",
                        header + "x",
                        "a header nested 5,000 deep",
                        header.with("x", "[".repeat(5_000) + "]".repeat(5_000)).toString())
                .forEach((name, odd) -> found.add(Forgery.token(name, signed(odd, claims), good)));
    }

    private void claim(String name, String what, long value) {
        claim(name, what, Long.toString(value));
    }

    private void claim(String name, String what, String value) {
        add(what, header, claims.with(name, value));
    }

    private void missing(String name) {
        add("no " + name, header, claims.without(name));
    }

    private void add(String what, RawJson oddHeader, RawJson oddClaims) {
        found.add(Forgery.token(what, signed(oddHeader, oddClaims), good));
    }

    private String signed(Object oddHeader, Object oddClaims) {
        return Jws.signed(oddHeader, oddClaims, kind::signature);
    }
}
