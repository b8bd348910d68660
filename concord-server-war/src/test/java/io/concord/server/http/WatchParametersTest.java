package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.watch.EventType;
import io.concord.server.service.watch.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchParametersTest {
    @Test
    void nothing_asks_for_every_change_of_the_default_namespace_from_now_on() {
        var request = parameters(null, null).request();

        assertThat(request.filter().namespace()).isEqualTo(Namespace.DEFAULT);
        assertThat(request.filter().selection()).isEqualTo(new Selection.WithPrefix(""));
        assertThat(request.filter().types()).containsExactlyInAnyOrder(EventType.values());
        assertThat(request.fromRevision()).isEmpty();
        assertThat(parameters(null, null).previous()).isFalse();
    }

    @Test
    void everything_that_can_be_asked_for_is_understood() {
        var parameters = parameters("key=a%2Fb&namespace=flags&from-revision=7&previous=true&types=put,expire", null);

        var request = parameters.request();

        assertThat(request.filter().namespace()).isEqualTo(new Namespace("flags"));
        assertThat(request.filter().selection()).isEqualTo(new Selection.OneKey(new Key("a/b")));
        assertThat(request.filter().types()).containsExactlyInAnyOrder(EventType.PUT, EventType.EXPIRE);
        assertThat(request.fromRevision()).hasValue(7);
        assertThat(parameters.previous()).isTrue();
    }

    @Test
    void who_comes_again_goes_on_after_what_it_heard_last_whatever_its_first_query_said() {
        assertThat(parameters("from-revision=7", "41").request().fromRevision()).hasValue(42);
        assertThat(parameters("from-revision=7", "0").request().fromRevision()).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from-revision=0 | query parameter 'from-revision' is '0'",
                "from-revision=x | query parameter 'from-revision' is 'x'",
                "from-revision=9223372036854775807 | at least 1",
                "key=a&prefix=b | not both",
                "types=put,delte | query parameter 'types' is 'delte'",
                "types= | query parameter 'types' is ''",
                "previous=yes | it is true or false",
                "key= | key is empty",
                "namespace= | namespace is empty",
                "perfix=a | not known"
            })
    void what_makes_no_sense_is_refused(String query, String detail) {
        assertThatThrownBy(() -> {
                    var parameters = parameters(query, null);
                    parameters.request();
                    parameters.previous();
                })
                .isInstanceOf(RequestFailure.class)
                .hasMessageContaining(detail);
    }

    @Test
    void a_last_event_id_that_is_no_revision_is_refused() {
        assertThatThrownBy(() -> parameters(null, "-1").request())
                .hasMessageContaining("header 'Last-Event-ID' is '-1'");
        assertThatThrownBy(() -> parameters(null, "abc").request()).hasMessageContaining("is a revision");
    }

    @Test
    void a_namespace_is_given_once() {
        var path = new WatchPath(Optional.of("flags"));

        assertThat(new WatchParameters(path, null, null).request().filter().namespace())
                .isEqualTo(new Namespace("flags"));
        assertThatThrownBy(() -> new WatchParameters(path, "namespace=flags", null).request())
                .hasMessageContaining("given twice");
    }

    private static WatchParameters parameters(@Nullable String query, @Nullable String lastEventId) {
        return new WatchParameters(new WatchPath(Optional.empty()), query, lastEventId);
    }
}
