package io.concord.server.service;

import io.concord.core.access.Access;
import io.concord.core.access.Identity;
import io.concord.core.access.Need;
import io.concord.core.access.Role;
import io.concord.core.access.Rules;
import io.concord.core.access.Verb;
import io.concord.core.command.LeaseRights;
import io.concord.core.model.Author;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import io.concord.core.state.Lease;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who makes the request: the author that its writes carry, and what else rules go by.
 *
 * @param token by which it is known; empty where authentication is off
 * @param expiresAt when it stops being so; empty for never
 * @param trail who hears what it asks for
 */
public record Caller(Identity identity, Optional<Token> token, Optional<Instant> expiresAt, RequestTrail trail) {
    /** Everybody, where {@code concord.auth.enabled=false}. */
    public static final Caller ANYBODY = new Caller(new Author("", "anonymous"), Set.of(Role.ADMIN));

    /** One that is known for its roles alone. */
    public Caller(Author author, Optional<Token> token, Set<Role> roles, Optional<Instant> expiresAt) {
        this(Identity.of(author, roles.stream().map(Role::group).collect(Collectors.toSet())), token, expiresAt);
    }

    /** One of whom nobody hears. */
    public Caller(Identity identity, Optional<Token> token, Optional<Instant> expiresAt) {
        this(identity, token, expiresAt, RequestTrail.NONE);
    }

    /** One without a token. */
    public Caller(Author author, Set<Role> roles, Optional<Instant> expiresAt) {
        this(author, Optional.empty(), roles, expiresAt);
    }

    /** One that stays. */
    public Caller(Author author, Set<Role> roles) {
        this(author, roles, Optional.empty());
    }

    /** The same, of whom somebody hears. */
    public Caller heardBy(RequestTrail other) {
        return new Caller(identity, token, expiresAt, other);
    }

    public Author author() {
        return identity.author();
    }

    /** Whether it has a built-in role, by the name of its group, or one that includes it. */
    public boolean hasRole(Role role) {
        return Role.ofGroups(identity.groups()).stream().anyMatch(own -> own.compareTo(role) >= 0);
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

    /** Whether it may use a lease: its own, or any if it is an administrator. */
    public boolean mayUse(Lease lease) {
        return lease.owner().equals(author()) || has(Verb.ADMIN);
    }

    /** What the state is told of that. */
    LeaseRights leaseRights(int grantedMax) {
        return new LeaseRights(has(Verb.ADMIN), grantedMax);
    }

    private boolean has(Verb verb) {
        return Access.of(Rules.NONE, identity).allows(Need.anything(verb));
    }

    /**
     * Goes through if the caller may.
     *
     * @throws RequestFailure {@link ErrorCode#FORBIDDEN} otherwise
     */
    public void require(Permission permission) {
        var verb = Verb.valueOf(permission.name());
        boolean granted = has(verb);
        trail.decided(verb, granted);
        if (!granted) {
            throw new RequestFailure(
                    ErrorCode.FORBIDDEN,
                    "the token of '" + author() + "' has no group that allows this; any of " + Role.groupsGranting(verb)
                            + " does");
        }
    }
}
