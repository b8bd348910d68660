package io.concord.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.protocol.ErrorCode.Effect;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stable codes, and that status and effect never contradict each other. */
class ErrorCodeTest {
    @Test
    void codes_are_words_with_hyphens_and_unique() {
        var codes = Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

        assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
        assertThat(codes).contains("precondition-failed", "cluster-not-ready");
    }

    @ParameterizedTest
    @EnumSource
    void the_status_tells_the_effect(ErrorCode code) {
        var expected = switch (code.status()) {
            case 429, 503 -> Effect.UNAVAILABLE;
            case 500, 504 -> Effect.INDETERMINATE;
            default -> Effect.REFUSED;
        };

        assertThat(code.effect()).isEqualTo(expected);
        assertThat(code.status()).isBetween(400, 599);
        assertThat(code.title()).isNotBlank();
    }
}
