package io.concord.server.service;

import io.concord.core.state.KeyspaceView;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that verify Concord's own tokens. A node that has yet to hear of a key asks once whether it is behind, so that a
 * token is good everywhere as soon as it is told; all who ask at the same time wait for one answer, and while there is none
 * nobody waits.
 */
public final class SigningKeyLookup {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final ReplicatedLog log;
    private @Nullable CompletableFuture<KeyspaceView> asked;
    private long failedNanoTime = System.nanoTime() - PAUSE_NANOS;

    public SigningKeyLookup(ReplicatedLog log) {
        this.log = log;
    }

    /** The key; may wait for half a second where this node does not know it. */
    public Optional<SigningKey> find(TokenId id) {
        var here = log.localView().signingKey(id);
        return here.isPresent() ? here : newest().flatMap(view -> view.signingKey(id));
    }

    private Optional<KeyspaceView> newest() {
        var question = question();
        if (question == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            failed(question);
            return Optional.empty();
        } finally {
            answered(question);
        }
    }

    /** One for all; null while the last one has just found no answer. */
    private synchronized @Nullable CompletableFuture<KeyspaceView> question() {
        if (asked == null && System.nanoTime() - failedNanoTime >= PAUSE_NANOS) {
            asked = log.linearizableView(Deadline.in(PATIENCE)).toCompletableFuture();
        }
        return asked;
    }

    private synchronized void failed(CompletableFuture<KeyspaceView> question) {
        if (asked == question) {
            failedNanoTime = System.nanoTime();
        }
    }

    /** What was asked before a key was made says nothing of it: the next one asks anew. */
    private synchronized void answered(CompletableFuture<KeyspaceView> question) {
        if (asked == question) {
            asked = null;
        }
    }
}
