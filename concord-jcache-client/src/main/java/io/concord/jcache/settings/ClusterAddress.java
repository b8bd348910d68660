package io.concord.jcache.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where a cluster is: the URI of a JCache {@code CacheManager} (JSR-107 §4.1), taken apart into HTTP endpoints.
 *
 * <p>{@code concord://h1:9443,h2:9443/} means HTTPS, {@code concord+http://h1:9080,h2:9080/} plain HTTP; a host without a
 * port has 9443 or 9080; an IPv6 address stands alone, because {@link URI} cannot hold a list with one. Nothing else may stand in it, a token least of all: URIs end up in JMX names and logs.
 *
 * @param endpoints at least one, without duplicates, in the order given, such as {@code https://h1:9443}
 */
public record ClusterAddress(List<URI> endpoints) {
    private static final String SECURE_SCHEME = "concord";
    private static final String PLAIN_SCHEME = "concord+http";
    private static final int SECURE_PORT = 9443;
    private static final int PLAIN_PORT = 9080;
    private static final Pattern SCHEMES = Pattern.compile("^http(s)?:");
    private static final Pattern HOST =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:(?<port>\\d{1,5}))?");

    public ClusterAddress {
        endpoints = List.copyOf(new LinkedHashSet<>(endpoints));
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a cluster address has at least one host");
        }
    }

    /**
     * Takes the text of a setting apart: a URI as in {@link #parse(URI)}, or a list of {@code https://} and {@code http://}
     * addresses, as {@code concord dev env} prints them.
     *
     * @throws IllegalArgumentException naming what is wrong with it, and never its user information
     */
    public static ClusterAddress parse(String text) {
        if (text.startsWith(SECURE_SCHEME + ":") || text.startsWith(PLAIN_SCHEME + ":")) {
            return parse(uri(text));
        }
        return new ClusterAddress(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .flatMap(part ->
                        parse(uri(SCHEMES.matcher(part).replaceFirst(ClusterAddress::ownScheme))).endpoints().stream())
                .toList());
    }

    private static String ownScheme(MatchResult scheme) {
        return scheme.group(1) == null ? PLAIN_SCHEME + ":" : SECURE_SCHEME + ":";
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Justification: neither the text nor the cause, for it may hold a password.
            throw new IllegalArgumentException("it is not a URI at character " + e.getIndex());
        }
    }

    /**
     * Takes a URI apart.
     *
     * @throws IllegalArgumentException naming what is wrong with it, and never its user information
     */
    public static ClusterAddress parse(URI uri) {
        var secure = SECURE_SCHEME.equals(uri.getScheme());
        if (!secure && !PLAIN_SCHEME.equals(uri.getScheme())) {
            throw new IllegalArgumentException("the scheme is '" + uri.getScheme() + "'; it is " + SECURE_SCHEME
                    + " for HTTPS or " + PLAIN_SCHEME + " for plain HTTP");
        }
        var authority = uri.getRawAuthority();
        if (authority == null || authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("write " + uri.getScheme()
                    + "://host:port,host:port/ and give the token by property, file or variable");
        }
        requireNothingElse(uri);
        return new ClusterAddress(Arrays.stream(authority.split(",", -1))
                .map(host -> endpoint(host, secure))
                .toList());
    }

    private static void requireNothingElse(URI uri) {
        var path = uri.getRawPath();
        if (!(path == null || path.isEmpty() || path.equals("/"))
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a cluster address ends after its hosts; settings are properties");
        }
    }

    private static URI endpoint(String host, boolean secure) {
        var matcher = HOST.matcher(host);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + host + "' is not host or host:port");
        }
        var given = matcher.group("port");
        var port = given == null ? (secure ? SECURE_PORT : PLAIN_PORT) : Integer.parseInt(given);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port of '" + host + "' is not between 1 and 65535");
        }
        return URI.create((secure ? "https://" : "http://") + matcher.group("host") + ":" + port);
    }
}
