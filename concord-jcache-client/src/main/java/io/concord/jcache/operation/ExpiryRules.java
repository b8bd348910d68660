package io.concord.jcache.operation;

import io.concord.core.model.Expiry;
import io.concord.core.model.Limits;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * An expiry policy (JSR-107 §7) in the words of the store. A result is empty where the entry ends at once. A policy that
 * throws leaves a new entry eternal and an existing one as it is.
 */
public final class ExpiryRules {
    private static final System.Logger LOG = System.getLogger(ExpiryRules.class.getName());
    private static final Set<Class<?>> STANDARD = Set.of(
            EternalExpiryPolicy.class,
            CreatedExpiryPolicy.class,
            ModifiedExpiryPolicy.class,
            AccessedExpiryPolicy.class,
            TouchedExpiryPolicy.class);

    private final ExpiryPolicy policy;
    private final boolean fixed;

    public ExpiryRules(ExpiryPolicy policy) {
        this.policy = policy;
        this.fixed = STANDARD.contains(policy.getClass())
                && forCreation().isPresent()
                && forUpdate().isPresent()
                && forAccess().isPresent();
    }

    /** Whether the policy is one of the standard ones, whose answers are known before the entry is. */
    boolean isFixed() {
        return fixed;
    }

    public Optional<Expiry> forCreation() {
        return term(policy::getExpiryForCreation, Duration.ETERNAL);
    }

    public Optional<Expiry> forUpdate() {
        return term(policy::getExpiryForUpdate, null);
    }

    public Optional<Expiry> forAccess() {
        return term(policy::getExpiryForAccess, null);
    }

    /** For an entry that is to be written over this one. */
    public Optional<Expiry> forWrite(EntryState<?> state) {
        return state.isPresent() ? forUpdate() : forCreation();
    }

    /** What a fixed policy says of a write without knowing whether there is an entry. */
    Expiry fixedForWrite() {
        var creation = forCreation().orElseThrow();
        var update = forUpdate().orElseThrow();
        return update.equals(Expiry.kept()) ? Expiry.keptOr(creation) : update;
    }

    /** What a fixed policy does to an entry that is read; empty where it does nothing. */
    Optional<Expiry> fixedForAccess() {
        var eternal =
                forCreation().equals(Optional.of(Expiry.never())) && forUpdate().equals(forCreation());
        return forAccess()
                .filter(expiry -> !expiry.equals(Expiry.kept()) && !(eternal && expiry.equals(Expiry.never())));
    }

    public ExpiryPolicy policy() {
        return policy;
    }

    private static Optional<Expiry> term(Supplier<@Nullable Duration> duration, @Nullable Duration otherwise) {
        return term(evaluated(duration, otherwise));
    }

    // Justification: the specification has whatever a policy throws give way to a default.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static @Nullable Duration evaluated(Supplier<@Nullable Duration> duration, @Nullable Duration otherwise) {
        try {
            return duration.get();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "an expiry policy has failed; its entry has the default", e);
            return otherwise;
        }
    }

    private static Optional<Expiry> term(@Nullable Duration duration) {
        if (duration == null) {
            return Optional.of(Expiry.kept());
        }
        if (duration.isEternal()) {
            return Optional.of(Expiry.never());
        }
        if (duration.isZero()) {
            return Optional.empty();
        }
        var millis = duration.getTimeUnit().toMillis(duration.getDurationAmount());
        return Optional.of(millis > Limits.TTL_MILLIS_MAX ? Expiry.never() : Expiry.after(Math.max(1, millis)));
    }
}
