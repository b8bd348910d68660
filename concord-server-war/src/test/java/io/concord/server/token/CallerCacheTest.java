package io.concord.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.service.Caller;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerCacheTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final CallerCache cache = new CallerCache(10);

    private static CallerCache.Known until(Instant end) {
        return new CallerCache.Known(Caller.ANYBODY, Optional.empty(), end);
    }

    private static CallerCache.Hash hash(String token) {
        return CallerCache.Hash.of(token);
    }

    @Test
    void a_token_is_known_until_its_end_and_not_at_it() {
        cache.put(hash("a"), until(NOW.plusSeconds(10)));

        assertThat(cache.find(hash("a"), NOW.plusMillis(9_999))).isNotNull();
        assertThat(cache.find(hash("a"), NOW.plusSeconds(10))).isNull();
        assertThat(cache.find(hash("b"), NOW)).isNull();
    }

    @Test
    void it_never_knows_more_than_it_may_and_forgets_what_was_not_asked_for() {
        cache.put(hash("asked"), until(NOW.plusSeconds(10)));
        cache.put(hash("not asked"), until(NOW.plusSeconds(10)));
        for (int i = 0; i < 100; i++) {
            cache.put(hash("t" + i), until(NOW.plusSeconds(10)));
            assertThat(cache.find(hash("asked"), NOW)).as("after %d others", i).isNotNull();
            assertThat(cache.size()).isLessThanOrEqualTo(10);
        }

        assertThat(cache.find(hash("not asked"), NOW)).isNull();
    }
}
