package io.concord.jcache.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads numbers within their bounds, and keeps what is wrong with them. */
final class SettingValues {
    private final Function<ClientKey, SettingSources.@Nullable Found> source;
    private final List<String> problems = new ArrayList<>();

    SettingValues(Function<ClientKey, SettingSources.@Nullable Found> source) {
        this.source = source;
    }

    List<String> problems() {
        return problems;
    }

    TransportSettings transport() {
        return new TransportSettings(
                Duration.ofMillis(number(ClientKey.TIMEOUT_MILLIS)),
                Duration.ofMillis(number(ClientKey.CONNECT_TIMEOUT_MILLIS)),
                (int) number(ClientKey.REQUESTS_IN_FLIGHT_MAX),
                (int) number(ClientKey.OPERATIONS_MAX),
                number(ClientKey.OPERATION_BYTES_MAX),
                (int) number(ClientKey.BATCH_OPERATIONS_MAX),
                (int) number(ClientKey.BATCH_BYTES_MAX));
    }

    NearSettings near(NearSettings.Mode mode) {
        return new NearSettings(
                mode,
                Duration.ofMillis(number(ClientKey.NEAR_CACHE_STALENESS_MILLIS)),
                (int) number(ClientKey.NEAR_CACHE_ENTRIES_MAX),
                number(ClientKey.NEAR_CACHE_BYTES_MAX));
    }

    private long number(ClientKey key) {
        long standard = key.standard().orElseThrow();
        var found = source.apply(key);
        if (found == null) {
            return standard;
        }
        try {
            long number = Long.parseLong(found.value().toString());
            if (number >= key.min() && number <= key.max()) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, with the key.
        }
        problems.add(found.place() + " is '" + found.value() + "'; it is a number between " + key.min() + " and "
                + key.max());
        return standard;
    }
}
