package io.concord.server.service;

import io.concord.core.model.Author;
import io.concord.core.protocol.ErrorCode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes the request: the author that its writes carry, and the roles it has.
 *
 * @param expiresAt when it stops being so; empty for never
 */
public record Caller(Author author, Set<Role> roles, Optional<Instant> expiresAt) {
    /** Everybody, where {@code concord.auth.enabled=false}. */
    public static final Caller ANYBODY = new Caller(new Author("", "anonymous"), Set.of(Role.ADMIN));

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** One that stays. */
    public Caller(Author author, Set<Role> roles) {
        this(author, roles, Optional.empty());
    }

    /** Whether whatever it was let do must be over. */
    public boolean hasExpired(Instant now) {
        return expiresAt.map(end -> !now.isBefore(end)).orElse(false);
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
