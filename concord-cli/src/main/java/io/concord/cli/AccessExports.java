package io.concord.cli;

import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.TokenGroup;
import io.concord.cli.cluster.TokenMinter;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * What a shell needs to use the cluster.
 *
 * @param layout the cluster
 * @param tokens makes the tokens that it trusts
 */
record AccessExports(ClusterLayout layout, TokenMinter tokens) {
    static final Duration TOKEN_VALIDITY = Duration.ofHours(24);

    /** The user of whoever runs the cluster. */
    private static final String SUBJECT = "developer";

    String endpoints() {
        return "export CONCORD_ENDPOINTS="
                + layout.endpoints().stream().map(URI::toString).collect(Collectors.joining(","));
    }

    String token() {
        return "export CONCORD_TOKEN=" + freshToken();
    }

    /** Puts a fresh token where the printed curl lines look for it. */
    void refreshAuthHeader() {
        layout.files().writeAuthHeader(freshToken());
    }

    private String freshToken() {
        return tokens.mint(SUBJECT, TokenGroup.ADMIN, TOKEN_VALIDITY);
    }
}
