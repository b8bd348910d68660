package io.concord.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A bearer token as people hand it over: alone, or as the line {@code Authorization: Bearer …}. Never shown. */
final class TokenText {
    /** RFC 6750 §2.1. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final Pattern HEADER = Pattern.compile("(?i)^authorization:\\s*bearer\\s+");

    private TokenText() {}

    static String read(Path file) {
        try {
            return checked(Files.readString(file), "the token file " + file);
        } catch (IOException e) {
            throw RemoteFailure.local("the token file " + file + " cannot be read: " + e, e);
        }
    }

    static String checked(String text, String source) {
        var token = HEADER.matcher(text.strip()).replaceFirst("");
        if (!FORM.matcher(token).matches()) {
            throw RemoteFailure.local(source + " does not hold a bearer token: letters, digits and . _ ~ + / - alone");
        }
        return token;
    }
}
