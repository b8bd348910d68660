package io.concord.it;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bad requests, and some good ones among them. Each is a function of its number and the seed, so that one can be sent
 * again alone. The paths are those of the OpenAPI document: a new route is fuzzed because it is described.
 */
final class FuzzRequests {
    private static final List<String> ODD_PATHS = List.of(
            "/",
            "*",
            "",
            "/v1",
            "/v1/",
            "/v1/nothing",
            "/internal/error",
            "http://elsewhere.example/v1/kv/a",
            "//v1/kv/a",
            "/v1/kv/../../etc",
            "/WEB-INF/web.xml",
            "/v1//kv/a");
    private static final List<String> ODD_METHODS = List.of(
            "FOO", "get", "PATCH", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "G\0T", "G T", "X".repeat(5_000), "");
    private static final List<String> CONTAINER_METHODS = List.of("GET", "GET", "HEAD", "POST", "DELETE", "TRACE");
    private static final List<String> HEADERS = List.of(
            "If-Match",
            "If-None-Match",
            "Idempotency-Key",
            "Accept",
            "Accept-Encoding",
            "Range",
            "X-Forwarded-For",
            "If-Modified-Since",
            "Content-Language",
            "Cookie",
            "Origin",
            "X-HTTP-Method-Override",
            "Content-Location",
            "Forwarded",
            "Referer",
            "User-Agent",
            "Accept-Language",
            "Accept-Charset",
            "Link",
            "Expect",
            "Upgrade");

    private final long seed;
    private final FuzzTokens tokens;
    private final List<String> methods;
    private final List<String> paths;
    private final List<String> containerPaths;
    private final List<String> parameters;

    FuzzRequests(long seed, FuzzTokens tokens, OpenApiDocument document) {
        this.seed = seed;
        this.tokens = tokens;
        var operations = document.operations().stream()
                .filter(operation -> !operation.isHttpsOnly())
                .toList();
        methods =
                operations.stream().map(OpenApiOperation::httpMethod).distinct().toList();
        paths = operations.stream()
                .filter(operation -> !operation.isOfTheContainer())
                .map(OpenApiOperation::path)
                .distinct()
                .toList();
        containerPaths = Stream.concat(
                        operations.stream()
                                .filter(OpenApiOperation::isOfTheContainer)
                                .map(OpenApiOperation::path),
                        Stream.of("/openapi/ui", "/metrics", "/jwt", "/ibm/api"))
                .toList();
        parameters = operations.stream()
                .flatMap(operation -> operation.parameters().stream())
                .filter(parameter -> parameter.in().equals("query"))
                .map(OpenApiOperation.Parameter::name)
                .distinct()
                .toList();
    }

    /** What the request of a number is made from. */
    FuzzText text(long number) {
        return new FuzzText(new Random(seed * 1_000_003 + number));
    }

    FuzzRequest get(long number) {
        var text = text(number);
        return switch (text.below(20)) {
            case 0, 1 -> anything(head(text, method(text), target(text), true) + new FuzzBodies(text).misframed());
            case 2 -> anything(cut(text));
            case 3, 4 -> anything(text.damaged(whole(text)));
            case 5 ->
                anything(IntStream.range(0, 2 + text.below(12))
                        .mapToObj(i -> whole(text))
                        .collect(Collectors.joining()));
            case 6 -> anything(head(text, text.one(ODD_METHODS), target(text), true) + "\r\n");
            case 7 -> anything(head(text, method(text), path(text) + text.raw(), true) + "\r\n");
            case 9 -> toTheContainer(text);
            case 8 -> anything(head(text, method(text), target(text), true) + oddHeaders(text) + "\r\n");
            default -> new FuzzRequest(whole(text), FuzzRequest.Kind.WHOLE);
        };
    }

    private static FuzzRequest anything(String wire) {
        return new FuzzRequest(wire, FuzzRequest.Kind.ANYTHING);
    }

    private FuzzRequest toTheContainer(FuzzText text) {
        var target = text.one(containerPaths) + (text.oneIn(2) ? "" : text.encoded()) + query(text);
        var head = head(text, text.one(CONTAINER_METHODS), target, !text.oneIn(3)) + headers(text);
        return new FuzzRequest(head + "\r\n", FuzzRequest.Kind.TO_THE_CONTAINER);
    }

    private String cut(FuzzText text) {
        var whole = whole(text);
        return whole.substring(0, text.below(whole.length()));
    }

    /** One request with a good end, and something bad in it. */
    private String whole(FuzzText text) {
        var method = method(text);
        var head = head(text, method, target(text), !text.oneIn(3)) + headers(text);
        var carriesBody = method.equals("PUT") || method.equals("POST") || text.oneIn(10);
        return head + (carriesBody ? new FuzzBodies(text).whole() : "\r\n");
    }

    private String head(FuzzText text, String method, String target, boolean goodToken) {
        var authorization = goodToken ? tokens.good() : tokens.bad(text);
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization + "\r\n";
    }

    private String method(FuzzText text) {
        return text.one(methods);
    }

    private String target(FuzzText text) {
        return path(text) + query(text);
    }

    private String path(FuzzText text) {
        if (text.oneIn(12)) {
            return text.one(ODD_PATHS);
        }
        // A real snapshot or hand-over for each would only measure the disk.
        var path = text.one(paths).replaceAll("(snapshot|hand-over)", text.oneIn(50) ? "$1" : "$1x");
        while (path.contains("{")) {
            path = path.replaceFirst("\\{[^}]*}", Matcher.quoteReplacement(text.encoded()));
        }
        return path.replace(' ', '+');
    }

    private String query(FuzzText text) {
        if (text.oneIn(3)) {
            return "";
        }
        var count = text.oneIn(200) ? 3_000 : 1 + text.below(3);
        return Stream.generate(() -> parameter(text)).limit(count).collect(Collectors.joining("&", "?", ""));
    }

    private String parameter(FuzzText text) {
        var name = text.oneIn(4) ? text.encoded() : text.one(parameters);
        var value = switch (text.below(4)) {
            case 0 -> text.number();
            case 1 -> text.number() + text.one(List.of("s", "ms", "m", "h"));
            case 2 -> "PT" + text.number() + "S";
            default -> text.encoded();
        };
        return text.oneIn(10) ? name : name + "=" + value;
    }

    private String headers(FuzzText text) {
        return Stream.generate(() -> header(text)).limit(text.below(4)).collect(Collectors.joining());
    }

    private String header(FuzzText text) {
        var value = switch (text.below(5)) {
            case 0 -> "\"" + text.number() + "\"";
            case 1 -> "\"1\", ".repeat(text.below(500)) + "\"";
            case 2 -> "*";
            case 3 -> "bytes=0-" + text.number();
            default -> text.visible();
        };
        return text.one(HEADERS) + ": " + value + "\r\n";
    }

    private static String oddHeaders(FuzzText text) {
        return switch (text.below(9)) {
            case 0 -> text.raw() + "\r\n";
            case 1 -> text.one(HEADERS) + ": " + text.raw() + "\r\n";
            case 2 -> text.one(HEADERS) + " : x\r\n";
            case 3 -> ": x\r\n";
            case 4 -> "X: a\r\n " + text.raw() + "\r\n";
            case 5 -> "Host: " + text.visible() + "\r\n";
            case 6 ->
                IntStream.range(0, 1_500).mapToObj(i -> "X-" + i + ": x\r\n").collect(Collectors.joining());
            case 7 ->
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: "
                        + text.one(List.of("h2c", "websocket", "TLS/1.0", "x")) + "\r\nHTTP2-Settings: AAMAAABk\r\n";
            default -> "Authorization: " + text.raw() + "\r\n";
        };
    }
}
