package io.concord.jcache.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a cluster is addressed. */
class ClusterAddressTest {
    @Test
    void several_hosts_make_several_endpoints_in_their_order() {
        assertThat(parse("concord://h2:9443,h1:9444/").endpoints())
                .containsExactly(URI.create("https://h2:9443"), URI.create("https://h1:9444"));
    }

    @Test
    void plain_http_is_asked_for_by_the_scheme() {
        assertThat(parse("concord+http://127.0.0.1:9080").endpoints())
                .containsExactly(URI.create("http://127.0.0.1:9080"));
    }

    @Test
    void a_port_not_given_is_that_of_the_scheme() {
        assertThat(parse("concord://h1,h2:9444/").endpoints())
                .containsExactly(URI.create("https://h1:9443"), URI.create("https://h2:9444"));
        assertThat(parse("concord://[::1]/").endpoints()).containsExactly(URI.create("https://[::1]:9443"));
        assertThat(parse("concord+http://h1").endpoints()).containsExactly(URI.create("http://h1:9080"));
    }

    @Test
    void a_host_given_twice_is_one_endpoint() {
        assertThat(parse("concord://h1,h1:9443").endpoints()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://h1 | the scheme is",
                "concord:h1 | write concord://host:port",
                "concord://h1:0 | not between 1 and 65535",
                "concord://h1:65536 | not between 1 and 65535",
                "concord://h1,,h2 | is not host",
                "concord://h1/cache | ends after its hosts",
                "concord://h1?x=y | ends after its hosts"
            })
    void anything_else_is_refused_with_the_reason(String uri, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(uri)).withMessageContaining(reason);
    }

    @Test
    void a_token_in_the_address_is_refused_and_not_repeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("concord://user:s3cret@h1/"))
                .withMessageContaining("give the token by property")
                .withMessageNotContaining("s3cret");
    }

    private static ClusterAddress parse(String uri) {
        return ClusterAddress.parse(URI.create(uri));
    }
}
