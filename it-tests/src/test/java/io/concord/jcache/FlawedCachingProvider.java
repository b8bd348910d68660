package io.concord.jcache;

import io.concord.jcache.transport.StoreConnection;
import java.util.function.UnaryOperator;

/** The provider with something between its caches and the cluster that is not as it should be. In the package of what it changes. */
public final class FlawedCachingProvider extends ConcordCachingProvider {
    public FlawedCachingProvider(UnaryOperator<StoreConnection> flaw) {
        super((key, properties) -> {
            var sound = Environments.of(key, properties);
            return new ManagerEnvironment(
                    flaw.apply(sound.connection()),
                    sound.patience(),
                    sound.unreadableIsMiss(),
                    sound.codings(),
                    sound.near());
        });
    }
}
