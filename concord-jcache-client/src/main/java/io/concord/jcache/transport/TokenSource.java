package io.concord.jcache.transport;

import io.concord.jcache.settings.TokenOrigin;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Has the token for the next request. For use by several threads. */
interface TokenSource {
    /** The token, or that there is none; fails, saying why, where it cannot be had now. */
    CompletableFuture<Optional<String>> current();

    /**
     * A token was not accepted: whether there may be another one now. Does not wait.
     *
     * @param rejected what was sent
     */
    boolean renew(Optional<String> rejected);

    /**
     * The source that the settings name.
     *
     * @param executor runs the application's code, if the token comes from it
     */
    static TokenSource of(TokenOrigin origin, Executor executor, LongSupplier nanoTime) {
        if (origin instanceof TokenOrigin.Fixed fixed) {
            return constant(Optional.of(fixed.token()));
        }
        if (origin instanceof TokenOrigin.InFile inFile) {
            return new TokenFile(inFile.file(), nanoTime);
        }
        if (origin instanceof TokenOrigin.Supplied supplied) {
            return new SuppliedToken(supplied.supplier(), executor);
        }
        return constant(Optional.empty());
    }

    private static TokenSource constant(Optional<String> token) {
        var known = CompletableFuture.completedFuture(token);
        return new TokenSource() {
            @Override
            public CompletableFuture<Optional<String>> current() {
                return known;
            }

            @Override
            public boolean renew(Optional<String> rejected) {
                return false;
            }
        };
    }
}
