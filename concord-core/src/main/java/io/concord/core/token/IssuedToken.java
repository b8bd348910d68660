package io.concord.core.token;

import io.concord.core.model.Author;
import io.concord.core.model.Limits;
import io.concord.core.model.Token;
import java.util.Optional;

/**
 * A token that was minted, for as long as it may be good. The token itself is nowhere.
 *
 * @param key by which it was signed
 * @param by who had it minted
 * @param createdMillis since the epoch, whole seconds
 * @param expiresMillis since the epoch, whole seconds
 * @param deadlineMillis in the cluster's time: by then it is forgotten
 * @param revoked by whom and when, where somebody did so by its id
 */
public record IssuedToken(
        TokenId id,
        TokenBearer bearer,
        TokenId key,
        Author by,
        long createdMillis,
        long expiresMillis,
        long deadlineMillis,
        Optional<Revoked> revoked) {
    /** Who issues Concord's own tokens; no identity provider may be called so. */
    public static final String ISSUER = "urn:concord:tokens";

    /**
     * An end before the end.
     *
     * @param revocationId of the revocation that does it, which may have been lifted since
     * @param atMillis since the epoch
     */
    public record Revoked(long revocationId, Author by, long atMillis) {
        public Revoked {
            Limits.requireTime(atMillis);
        }
    }

    public IssuedToken {
        Limits.requireTime(createdMillis);
    }

    public IssuedToken with(Revoked end) {
        return new IssuedToken(id, bearer, key, by, createdMillis, expiresMillis, deadlineMillis, Optional.of(end));
    }

    /** What writes by it carry as their author. */
    public Author author() {
        return new Author(ISSUER, bearer.name());
    }

    /** What revocations know it by. */
    public Token token() {
        return new Token(id.text(), createdMillis);
    }
}
