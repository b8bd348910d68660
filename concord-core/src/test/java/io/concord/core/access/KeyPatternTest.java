package io.concord.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.model.InvalidValueException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {
    @Test
    void claims_stand_where_they_are_named() {
        var pattern = new KeyPattern("tenants/{claim:tenant_id}/users/{claim:sub}/**");

        assertThat(pattern.claims()).containsExactly("sub", "tenant_id");
        assertThat(pattern.resolve(Map.of("tenant_id", "acme", "sub", "alice"))).contains("tenants/acme/users/alice/");
    }

    @Test
    void a_value_is_taken_as_it_is() {
        var pattern = new KeyPattern("{claim:a}/**");

        assertThat(pattern.resolve(Map.of("a", "**"))).contains("**/");
        assertThat(pattern.resolve(Map.of("a", "{claim:a}"))).contains("{claim:a}/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "/", "\uD83D"})
    void a_value_that_is_no_segment_makes_it_match_nothing(String value) {
        assertThat(new KeyPattern("t/{claim:a}/**").resolve(Map.of("a", value))).isEmpty();
    }

    @Test
    void a_claim_that_is_missing_makes_it_match_nothing() {
        assertThat(new KeyPattern("t/{claim:a}").resolve(Map.of("b", "x"))).isEmpty();
    }

    @Test
    void a_value_that_makes_the_key_too_long_makes_it_match_nothing() {
        assertThat(new KeyPattern("t/{claim:a}").resolve(Map.of("a", "x".repeat(1022))))
                .isPresent();
        assertThat(new KeyPattern("t/{claim:a}").resolve(Map.of("a", "x".repeat(1023))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"**, ''", "a**, a", "a/**, a/", "a/{claim:b}/c**, a/B/c"})
    void two_stars_at_the_end_stand_for_what_follows(String text, String beginning) {
        var pattern = new KeyPattern(text);

        assertThat(pattern.isPrefix()).isTrue();
        assertThat(pattern.resolve(Map.of("b", "B"))).contains(beginning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a*b", "*a", "{claim", "{}", "a}", "{claim:a}", "a/{claim:b}"})
    void anything_else_is_one_key(String text) {
        assertThat(new KeyPattern(text).isPrefix()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a*", "a/*", "a**b", "**/a", "a***", "\uD83D"})
    void stars_anywhere_else_are_refused(String text) {
        assertThatThrownBy(() -> new KeyPattern(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{claim:}", "{claim:a", "a/{claim:a/**"})
    void claims_that_are_no_claims_are_refused(String text) {
        assertThatThrownBy(() -> new KeyPattern(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{claim:a}**", "t/{claim:a}-**", "{claim:a}{claim:b}", "{claim:a}-{claim:b}/**"})
    void a_claim_whose_value_could_be_the_beginning_of_another_is_refused(String text) {
        assertThatThrownBy(() -> new KeyPattern(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("has no '/' after {claim:");
    }

    @Test
    void a_pattern_is_bounded() {
        assertThatThrownBy(() -> new KeyPattern("x".repeat(1025))).hasMessageContaining("1024");
        assertThatThrownBy(() -> new KeyPattern("x".repeat(2049) + "/**")).hasMessageContaining("2048");
        assertThat(List.of(new KeyPattern("x".repeat(1024)))).hasSize(1);
    }
}
