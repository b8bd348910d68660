package io.concord.it;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Secrets that are used, and must then be found nowhere but where they belong. Looks for each as it is, in base64 at any
 * offset, and in hexadecimal; of long ones for their beginning and their end alone, too, because logs cut.
 */
final class Canaries {
    /** Of a long secret, so much is enough to know it again, and long enough not to be there by chance. */
    private static final int PIECE_BYTES = 24;

    private final Map<String, List<byte[]>> needles = new LinkedHashMap<>();

    /** @param name what to call it in a failure, which must not show it either */
    void add(String name, String secret) {
        add(name, secret.getBytes(StandardCharsets.UTF_8));
    }

    void add(String name, byte[] secret) {
        if (secret.length < 8) {
            throw new IllegalArgumentException(name + " is so short that it may be there by chance");
        }
        var pieces = secret.length < 2 * PIECE_BYTES
                ? List.of(secret)
                : List.of(
                        Arrays.copyOf(secret, PIECE_BYTES),
                        Arrays.copyOfRange(secret, secret.length - PIECE_BYTES, secret.length));
        var forms = new ArrayList<byte[]>();
        for (var piece : pieces) {
            forms.add(piece);
            forms.add(HexFormat.of().formatHex(piece).getBytes(StandardCharsets.US_ASCII));
            forms.add(HexFormat.of().withUpperCase().formatHex(piece).getBytes(StandardCharsets.US_ASCII));
            for (var offset = 0; offset < 3; offset++) {
                forms.add(inBase64(Base64.getEncoder(), piece, offset));
                forms.add(inBase64(Base64.getUrlEncoder(), piece, offset));
            }
        }
        needles.merge(name, forms, (some, more) -> {
            var all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        });
    }

    /** A token: whoever has its signature can put the rest together. */
    void addToken(String name, String token) {
        add(name, Jws.part(token, 2));
    }

    /** Those characters that stand for these bytes alone, whatever was before and comes after. */
    private static byte[] inBase64(Base64.Encoder encoder, byte[] piece, int offset) {
        var padded = new byte[offset + piece.length];
        System.arraycopy(piece, 0, padded, offset, piece.length);
        var text = encoder.withoutPadding().encodeToString(padded);
        var whole = padded.length / 3 * 4;
        return text.substring(offset == 0 ? 0 : 4, Math.min(whole, text.length()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    Canaries and(Canaries others) {
        var all = new Canaries();
        all.needles.putAll(needles);
        all.needles.putAll(others.needles);
        return all;
    }

    /** The names of those that are in a text. */
    Set<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    Set<String> in(byte[] bytes) {
        var found = new TreeSet<String>();
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        needles.forEach((name, forms) -> {
            if (forms.stream().anyMatch(form -> text.contains(new String(form, StandardCharsets.ISO_8859_1)))) {
                found.add(name);
            }
        });
        return found;
    }

    /** Where which one is, a line each; the file may be growing, or be gone. */
    List<String> inFiles(List<Path> files) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                in(in.readAllBytes()).forEach(name -> found.add(name + " is in " + file));
            } catch (NoSuchFileException e) {
                // What is not there tells nothing.
            }
        }
        return found;
    }
}
