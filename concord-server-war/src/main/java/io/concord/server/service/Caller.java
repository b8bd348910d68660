package io.concord.server.service;

import io.concord.core.model.Author;
import io.concord.core.protocol.ErrorCode;
import java.util.Set;

/** Who makes the request: the author that its writes carry, and the roles it has. */
public record Caller(Author author, Set<Role> roles) {
    /** Everybody, where {@code concord.auth.enabled=false}. */
    public static final Caller ANYBODY = new Caller(new Author("", "anonymous"), Set.of(Role.ADMIN));

    public Caller {
        roles = Set.copyOf(roles);
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
