package io.concord.server.http;

import io.concord.core.protocol.Routes;
import java.util.Optional;

/**
 * The path of a watch: {@code /v1/watch} or {@code /v1/namespaces/{namespace}/watch}.
 *
 * @param namespace the one in the path, decoded
 */
record WatchPath(Optional<String> namespace) {
    private static final String SUFFIX = "/watch";

    /** @param rawUri the request's path as it came, undecoded; empty if it is not that of a watch */
    static Optional<WatchPath> of(String rawUri) {
        if (rawUri.equals(Routes.WATCH)) {
            return Optional.of(new WatchPath(Optional.empty()));
        }
        var begin = Routes.NAMESPACES.length() + 1;
        var end = rawUri.length() - SUFFIX.length();
        if (!rawUri.startsWith(Routes.NAMESPACES + "/") || !rawUri.endsWith(SUFFIX) || end <= begin) {
            return Optional.empty();
        }
        var name = rawUri.substring(begin, end);
        return name.indexOf('/') >= 0 || name.indexOf(';') >= 0
                ? Optional.empty()
                : Optional.of(new WatchPath(Optional.of(PercentDecoder.path(name))));
    }
}
