package io.concord.server.service;

import io.concord.core.model.Author;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes the request: the author that its writes carry, and the roles it has.
 *
 * @param token by which it is known; empty where authentication is off
 * @param expiresAt when it stops being so; empty for never
 */
public record Caller(Author author, Optional<Token> token, Set<Role> roles, Optional<Instant> expiresAt) {
    /** Everybody, where {@code concord.auth.enabled=false}. */
    public static final Caller ANYBODY = new Caller(new Author("", "anonymous"), Set.of(Role.ADMIN));

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** One without a token. */
    public Caller(Author author, Set<Role> roles, Optional<Instant> expiresAt) {
        this(author, Optional.empty(), roles, expiresAt);
    }

    /** One that stays. */
    public Caller(Author author, Set<Role> roles) {
        this(author, roles, Optional.empty());
    }

    /** Whether it has a role, by the name of its group, or one that includes it. */
    public boolean hasGroup(String group) {
        return roles.stream().anyMatch(role -> role.includes(group));
    }

    /** Whether whatever it was let do must be over. */
    public boolean hasExpired(Instant now) {
        return expiresAt.map(end -> !now.isBefore(end)).orElse(false);
    }

    /** Whether its token is revoked, as far as a view tells. */
    public boolean isRevoked(KeyspaceView view) {
        return view.isRevoked(author, token);
    }

    /**
     * Returns a view that the caller may still have.
     *
     * @throws RequestFailure {@link ErrorCode#TOKEN_REVOKED} if its token is revoked in it
     */
    public KeyspaceView admittedTo(KeyspaceView view) {
        if (isRevoked(view)) {
            throw tokenRevoked();
        }
        return view;
    }

    static RequestFailure tokenRevoked() {
        return new RequestFailure(ErrorCode.TOKEN_REVOKED, "the token has been revoked; get another one");
    }

    /**
     * Goes through if the caller may.
     *
     * @throws RequestFailure {@link ErrorCode#FORBIDDEN} otherwise
     */
    public void require(Permission permission) {
        if (roles.stream().noneMatch(role -> role.grants(permission))) {
            throw new RequestFailure(
                    ErrorCode.FORBIDDEN,
                    "the token of '" + author + "' has no group that allows this; any of "
                            + Role.groupsGranting(permission) + " does");
        }
    }
}
