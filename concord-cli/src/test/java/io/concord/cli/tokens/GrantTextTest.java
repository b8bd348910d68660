package io.concord.cli.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class GrantTextTest {
    @Test
    void a_grant_is_verbs_namespace_and_key_which_may_have_colons() {
        assertThat(new GrantText().convert("read+watch:*:a:b/**"))
                .isEqualTo(new GrantText.Parsed(List.of("read", "watch"), "*", "a:b/**"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "read", "read:default", ":default:k", "read::k", "read:default:"})
    void anything_else_is_wrong_usage(String text) {
        assertThatThrownBy(() -> new GrantText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("VERBS:NAMESPACE:KEY");
    }
}
