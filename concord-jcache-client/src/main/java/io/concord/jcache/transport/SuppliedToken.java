package io.concord.jcache.transport;

import io.concord.jcache.api.TokenSupplier;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A token from the application's code, asked for at the first request and after one that was not accepted. */
final class SuppliedToken implements TokenSource {
    private final TokenSupplier supplier;
    private final Executor executor;
    private @Nullable CompletableFuture<Optional<String>> current;

    SuppliedToken(TokenSupplier supplier, Executor executor) {
        this.supplier = supplier;
        this.executor = executor;
    }

    @Override
    public synchronized CompletableFuture<Optional<String>> current() {
        if (current == null || current.isCompletedExceptionally()) {
            var asked = new CompletableFuture<Optional<String>>();
            current = asked;
            executor.execute(() -> ask(asked));
        }
        return current;
    }

    @Override
    public synchronized boolean renew(Optional<String> rejected) {
        if (current != null
                && current.isDone()
                && !current.isCompletedExceptionally()
                && current.join().equals(rejected)) {
            current = null;
        }
        return true;
    }

    // Justification: whatever the application's code throws is a token that could not be had.
    @SuppressWarnings("IllegalCatch")
    private void ask(CompletableFuture<Optional<String>> asked) {
        try {
            var token = supplier.token();
            if (token == null || token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                asked.completeExceptionally(
                        new IOException("the token supplier gave no token of visible ASCII characters"));
            } else {
                asked.complete(Optional.of(token));
            }
        } catch (Throwable failure) {
            asked.completeExceptionally(new IOException("the token supplier failed: " + failure, failure));
        }
    }
}
