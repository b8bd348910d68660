package io.concord.it;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Good tokens that are brought in another way, or in another shape. */
final class ForgedCarriers {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int MEGABYTE = 1 << 20;

    private final TokenKind kind;
    private final String good;
    private final List<Forgery> found = new ArrayList<>();

    ForgedCarriers(TokenKind kind) {
        this.kind = kind;
        this.good = kind.good();
    }

    List<Forgery> all() {
        schemes();
        places();
        twice();
        parts();
        base64();
        encrypted();
        return List.copyOf(found);
    }

    private void schemes() {
        var basic = Base64.getEncoder().encodeToString(("alice:" + good).getBytes(StandardCharsets.US_ASCII));
        for (var value : List.of(
                good,
                "Bearer",
                "Bearer:" + good,
                "Bearer=" + good,
                "Bearer\"" + good + "\"",
                "Bearer \"" + good + "\"",
                "Bearer token=" + good,
                "Bearer " + good + ", Bearer " + good,
                "Bearer " + good + "," + good,
                "Bearer " + good + " " + good,
                "Bearer Bearer " + good,
                "Bearer " + good + ";",
                "Bearers " + good,
                "Token " + good,
                "JWT " + good,
                "OAuth " + good,
                "DPoP " + good,
                "Negotiate " + good,
                "Digest username=\"alice\", response=\"" + Jws.part(good, 2) + "\"",
                "Basic " + basic)) {
            found.add(Forgery.headers(
                    "Authorization: " + value.replace(good, "<token>").replaceAll("[A-Za-z0-9_+/=-]{60,}", "..."),
                    good,
                    "Authorization: " + value));
        }
    }

    private void places() {
        for (var line : List.of(
                "Proxy-Authorization: Bearer ",
                "X-Authorization: Bearer ",
                "X-Forwarded-Authorization: Bearer ",
                "Authorization-Bearer: ",
                "X-Auth-Token: ",
                "X-Access-Token: ",
                "Cookie: Bearer=",
                "Cookie: access_token=",
                "Cookie: Authorization=Bearer ",
                "Cookie: jwtToken=",
                "Cookie: LtpaToken2=")) {
            found.add(Forgery.headers("a token in '" + line.strip() + "'", good, line + good));
        }
        found.add(Forgery.headers(
                "a user by the private headers of a proxy",
                good,
                "$WSRU: alice",
                "$WSAT: BASIC",
                "$WSIS: true",
                "$WSSC: https",
                "$WSRA: 127.0.0.1"));
        found.add(Forgery.headers(
                "a user by headers of a proxy",
                good,
                "X-Remote-User: alice",
                "Remote-User: alice",
                "X-Forwarded-User: alice",
                "X-Forwarded-Groups: concord-admin",
                "Concord-Author: alice"));
        for (var name : List.of("access_token", "token", "Authorization", "jwt")) {
            var twin = Forgery.Pass.bearer(good);
            found.add(new Forgery(
                    "a token in the query as " + name,
                    new Forgery.Pass(List.of(), name + "=" + good, Optional.empty()),
                    twin,
                    true));
            found.add(new Forgery(
                    "a token in a form as " + name,
                    new Forgery.Pass(List.of(), "", Optional.of(name + "=" + good)),
                    twin,
                    false));
        }
    }

    private void twice() {
        var line = "Authorization: Bearer " + good;
        var bad = "Authorization: Bearer x.y.z";
        found.add(Forgery.headers("the same token twice", good, line, line).asBadForm());
        found.add(Forgery.headers("a good token and a bad one", good, line, bad).asBadForm());
        found.add(Forgery.headers("a bad token and a good one", good, bad, line).asBadForm());
        found.add(Forgery.headers("a good token and a password", good, line, "Authorization: Basic YTpi")
                .asBadForm());
        found.add(Forgery.headers("a password and a good token", good, "Authorization: Basic YTpi", line)
                .asBadForm());
        found.add(Forgery.headers("a good token and an empty one", good, line, "authorization:")
                .asBadForm());
        found.add(Forgery.headers("a token on two lines", good, line.substring(0, 60), " " + line.substring(60))
                .asBadForm());
    }

    private void parts() {
        var header = Jws.part(good, 0);
        var claims = Jws.part(good, 1);
        var signature = Jws.part(good, 2);
        for (var token : List.of(
                "." + good,
                good + ".",
                good + "." + signature,
                header + "." + good,
                header + ".." + claims + "." + signature,
                "." + claims + "." + signature,
                header + ".." + signature,
                header + "." + claims + ".",
                header + "." + claims,
                header,
                "..",
                ".",
                "....",
                header + "/" + claims + "/" + signature,
                header + "%2e" + claims + "%2e" + signature,
                header + " . " + claims + " . " + signature,
                header + ".\t" + claims + "." + signature)) {
            found.add(Forgery.token(
                    "parts: "
                            + token.replace(header, "<header>")
                                    .replace(claims, "<claims>")
                                    .replace(signature, "<signature>"),
                    token,
                    good));
        }
        var claimsOfAMegabyte = kind.claims().with("x", RawJson.text("x".repeat(MEGABYTE)));
        var large = kind.signs()
                ? Jws.signed(kind.header(), claimsOfAMegabyte, kind::signature)
                : Jws.with(kind.header(), claimsOfAMegabyte, signature);
        found.add(Forgery.token("a token of a megabyte", large, good).asBadForm());
        found.add(Forgery.token("a megabyte that is no token", "x".repeat(MEGABYTE), good)
                .asBadForm());
        found.add(Forgery.token("10,000 dots", ".".repeat(10_000), good));
    }

    /** The same bytes, written as only some read them. */
    private void base64() {
        for (var part = 0; part < 3; part++) {
            var parts = good.split("\\.", -1);
            var one = parts[part];
            var name = "part " + (part + 1) + " of the token: ";
            parts[part] = one + "=".repeat(Math.max(1, (4 - one.length() % 4) % 4));
            found.add(Forgery.token(name + "padding", String.join(".", parts), good));
            parts[part] = one.substring(0, 8) + "*" + one.substring(8);
            found.add(Forgery.token(name + "what is no base64", String.join(".", parts), good));
            parts[part] = one.substring(0, 8) + " " + one.substring(8);
            found.add(Forgery.token(name + "a blank", String.join(".", parts), good));
            parts[part] = one.substring(0, 8) + "\u00e9" + one.substring(8);
            found.add(Forgery.token(name + "a byte above ASCII", String.join(".", parts), good));
        }
        var signature = Jws.part(good, 2);
        if (signature.length() % 4 != 0) {
            found.add(Forgery.token(
                    "a signature with other bits that say nothing",
                    Jws.part(good, 0) + "." + Jws.part(good, 1) + "." + otherSpareBits(signature),
                    good));
        }
        if (kind.signs()) {
            spareBitsOfTheHeader();
        }
        if (signature.contains("-") || signature.contains("_")) {
            found.add(Forgery.token(
                    "a signature in the alphabet that is not for addresses",
                    Jws.part(good, 0) + "." + Jws.part(good, 1) + "."
                            + signature.replace('-', '+').replace('_', '/'),
                    good));
        }
    }

    private void spareBitsOfTheHeader() {
        // Of one or two bytes at the end the last character has bits that say nothing.
        var spare = kind.header();
        for (var x = "x"; Jws.base64(spare.toString()).length() % 4 == 0; x += "x") {
            spare = kind.header().with("x", RawJson.text(x));
        }
        var header = otherSpareBits(Jws.base64(spare.toString()));
        var signed = header + "." + Jws.part(good, 1);
        found.add(Forgery.token(
                "a header with other bits that say nothing",
                signed + "." + Jws.base64(kind.signature(signed)),
                Jws.signed(spare, kind.claims(), kind::signature)));
    }

    private static String otherSpareBits(String base64) {
        var last = base64.length() - 1;
        return base64.substring(0, last) + ALPHABET.charAt(ALPHABET.indexOf(base64.charAt(last)) ^ 1);
    }

    private void encrypted() {
        if (kind.publicKey() instanceof RSAPublicKey key) {
            try {
                var token = new JWEObject(
                        new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                                .contentType("JWT")
                                .build(),
                        new Payload(good));
                token.encrypt(new RSAEncrypter(key));
                found.add(Forgery.token("a good token, encrypted to the public key", token.serialize(), good));
                var claims = new JWEObject(
                        new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM),
                        new Payload(kind.claims().toString()));
                claims.encrypt(new RSAEncrypter(key));
                found.add(Forgery.token("claims, encrypted to the public key", claims.serialize(), good));
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
