package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1,2.50]", "7", "\"a\"", "null", " true ", "1e999999999"})
    void json_is_parsed(String text) {
        assertThat(JsonText.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "{}x", "nul", "\"a", "'a'", "01", "+1", "NaN", "\uFEFF{}"})
    void what_is_not_json_is_not(String text) {
        assertThat(JsonText.parse(text)).isEmpty();
    }

    @Test
    void what_is_beyond_the_limits_of_the_parser_is_not() {
        assertThat(JsonText.parse("[".repeat(5000) + "]".repeat(5000))).isEmpty();
        assertThat(JsonText.parseFaithfully("9".repeat(5000))).isEmpty();
    }

    @Test
    void half_a_character_is_json_and_cannot_be_told_faithfully() {
        assertThat(JsonText.parse("\"\\ud800\"")).isPresent();
        assertThat(JsonText.parseFaithfully("[\"\\ud800\"]")).isEmpty();
        assertThat(JsonText.parseFaithfully("[\"\\ud83d\\ude00\"]")).isPresent();
    }
}
