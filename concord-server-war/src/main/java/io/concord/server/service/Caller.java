package io.concord.server.service;

import io.concord.core.access.Access;
import io.concord.core.access.Identity;
import io.concord.core.access.Need;
import io.concord.core.access.Role;
import io.concord.core.access.Rules;
import io.concord.core.access.Verb;
import io.concord.core.model.Author;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who makes the request: the author that its writes carry, and what else rules go by.
 *
 * @param token by which it is known; empty where authentication is off
 * @param expiresAt when it stops being so; empty for never
 */
public record Caller(Identity identity, Optional<Token> token, Optional<Instant> expiresAt) {
    /** Everybody, where {@code concord.auth.enabled=false}. */
    public static final Caller ANYBODY = new Caller(new Author("", "anonymous"), Set.of(Role.ADMIN));

    /** One that is known for its roles alone. */
    public Caller(Author author, Optional<Token> token, Set<Role> roles, Optional<Instant> expiresAt) {
        this(Identity.of(author, roles.stream().map(Role::group).collect(Collectors.toSet())), token, expiresAt);
    }

    /** One without a token. */
    public Caller(Author author, Set<Role> roles, Optional<Instant> expiresAt) {
        this(author, Optional.empty(), roles, expiresAt);
    }

    /** One that stays. */
    public Caller(Author author, Set<Role> roles) {
        this(author, roles, Optional.empty());
    }

    public Author author() {
        return identity.author();
    }

    /** Whether whatever it was let do must be over. */
    public boolean hasExpired(Instant now) {
        return expiresAt.map(end -> !now.isBefore(end)).orElse(false);
    }

    /** Whether its token is revoked, as far as a view tells. */
    public boolean isRevoked(KeyspaceView view) {
        return view.isRevoked(author(), token);
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
        var verb = Verb.valueOf(permission.name());
        if (!Access.of(Rules.NONE, identity).allows(Need.anything(verb))) {
            throw new RequestFailure(
                    ErrorCode.FORBIDDEN,
                    "the token of '" + author() + "' has no group that allows this; any of " + Role.groupsGranting(verb)
                            + " does");
        }
    }
}
