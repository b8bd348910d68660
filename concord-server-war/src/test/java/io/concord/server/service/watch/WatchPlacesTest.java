package io.concord.server.service.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import org.junit.jupiter.api.Test;

class WatchPlacesTest {
    private static String refusal(WatchPlaces places, String identity) {
        var refused = catchThrowableOfType(RequestFailure.class, () -> places.take(identity));
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        return String.valueOf(refused.getMessage());
    }

    @Test
    void an_identity_gets_so_many_and_another_one_gets_its_own() {
        var places = new WatchPlaces(10, 2);
        var first = places.take("alice");
        places.take("alice");

        assertThat(refusal(places, "alice")).contains("concord.limits.watchers-per-identity-max");
        assertThatCode(() -> places.take("bob")).doesNotThrowAnyException();

        first.release();
        first.release();
        places.take("alice");
        refusal(places, "alice");
    }

    @Test
    void the_places_of_the_node_are_the_end_of_it() {
        var places = new WatchPlaces(2, 0);
        places.take("alice");
        var second = places.take("alice");

        assertThat(refusal(places, "bob")).contains("concord.limits.watchers-max");
        second.release();
        assertThatCode(() -> places.take("bob")).doesNotThrowAnyException();
    }
}
