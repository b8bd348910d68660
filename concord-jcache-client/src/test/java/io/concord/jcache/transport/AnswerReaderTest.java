package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.protocol.ErrorCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {
    /** An answer with a problem document and with a Retry-After. */
    private record Problem(ErrorCode code, String retryAfter) implements HttpResponse<byte[]> {
        @Override
        public int statusCode() {
            return code.status();
        }

        @Override
        public byte[] body() {
            return ("{\"code\":\"" + code.code() + "\",\"detail\":\"no\"}").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (name, value) -> true);
        }

        @Override
        public HttpRequest request() {
            return HttpRequest.newBuilder(uri()).build();
        }

        @Override
        public Optional<HttpResponse<byte[]>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1/");
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }

    private static long restNanos(ErrorCode code, String retryAfter) {
        return ((Answer.NotServed) AnswerReader.read(new Problem(code, retryAfter))).restNanos();
    }

    @Test
    void too_many_requests_says_how_long_to_wait() {
        assertThat(restNanos(ErrorCode.TOO_MANY_REQUESTS, "7")).isEqualTo(7_000_000_000L);
    }

    @Test
    void what_is_unavailable_is_asked_again_without_waiting_for_whole_seconds() {
        assertThat(restNanos(ErrorCode.CLUSTER_NOT_READY, "7")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1", "soon", "99999999999999999999", "'Fri, 31 Dec 1999 23:59:59 GMT'"})
    void what_is_no_number_of_seconds_says_nothing(String retryAfter) {
        assertThat(restNanos(ErrorCode.TOO_MANY_REQUESTS, retryAfter)).isZero();
    }
}
