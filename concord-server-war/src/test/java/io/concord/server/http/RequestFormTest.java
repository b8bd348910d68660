package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFormTest {
    @Test
    void what_every_client_sends_is_let_in() {
        assertThatCode(new RequestForm("GET", List.of("Host", "x_y", "sec-ch-ua", "If-None-Match"))::check)
                .doesNotThrowAnyException();
        assertThatCode(new RequestForm("M-SEARCH", List.of())::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "GE T", "", "G\u0001T", "GET\u00e4", "-", "G3T"})
    void another_method_is_refused(String method) {
        assertThatThrownBy(new RequestForm(method, List.of())::check)
                .hasMessageContaining("a method is written in capital letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length ", " Host", "A\tB", "A B", "A\u0000", "\u00e4", "A\r", "(A)", "A,B"})
    void another_name_is_refused(String name) {
        assertThatThrownBy(new RequestForm("GET", List.of("Host", name))::check).hasMessageContaining("no valid name");
    }
}
