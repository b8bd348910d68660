package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.config.HttpsSettings;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections may carry tokens, by what the container says of them. */
class TransportRuleTest {
    private static final HttpsSettings ALLOWED = new HttpsSettings(
            true,
            HttpsSettings.DEFAULT.bodyTimeout(),
            HttpsSettings.DEFAULT.certificate(),
            HttpsSettings.DEFAULT.reloadPeriod(),
            HttpsSettings.DEFAULT.clients());

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "0:0:0:0:0:0:0:1"})
    void plain_http_on_loopback_may(String address) {
        assertThatCode(() -> TransportRule.check(HttpsSettings.DEFAULT, request(false, address)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "10.0.0.1", "2001:db8::1", "0.0.0.0"})
    void plain_http_from_elsewhere_may_not_unless_it_is_allowed(String address) {
        assertThatThrownBy(() -> TransportRule.check(HttpsSettings.DEFAULT, request(false, address)))
                .isInstanceOf(RequestFailure.class)
                .hasMessageContaining("use HTTPS");

        assertThatCode(() -> TransportRule.check(ALLOWED, request(false, address)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "192.0.2.1"})
    void https_may_everywhere(String address) {
        assertThatCode(() -> TransportRule.check(HttpsSettings.DEFAULT, request(true, address)))
                .doesNotThrowAnyException();
    }

    private static HttpServletRequest request(boolean secure, String localAddress) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                TransportRuleTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> method.getName().equals("isSecure") ? secure : localAddress);
    }
}
