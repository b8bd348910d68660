package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.Value;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in JSON, and back. */
class ValueEncodingTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\"quoted\" \\ \u0000\u001f\r\n\t", "ünïcödé \uD83D\uDE00 \u2028", "{}"})
    void what_says_that_it_is_text_and_is_utf_8_stands_as_text(String text) throws IOException {
        var value = value(text, "text/plain");

        assertThat(ValueEncoding.of(value)).isEqualTo(ValueEncoding.TEXT);
        assertThat(written(value).getString("value")).isEqualTo(text);
    }

    @Test
    void anything_else_is_base64() throws IOException {
        var bytes = new byte[100_001];
        new Random(1).nextBytes(bytes);
        var value = Value.of(bytes, "application/octet-stream");

        assertThat(ValueEncoding.of(value)).isEqualTo(ValueEncoding.BASE64);
        assertThat(Base64.getDecoder().decode(written(value).getString("value")))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\"quoted\"", "{\"a\": [1, 2.50]}", "{", "7", "\u00e9"})
    void it_is_what_the_other_json_of_the_server_does(String text) throws IOException {
        for (var type : List.of("text/plain", "application/json", "application/x", "text/csv;charset=iso-8859-1")) {
            var value = value(text, type);
            var other = ValueJson.add(Json.createObjectBuilder(), value).build();

            assertThat(ValueEncoding.of(value).text()).isEqualTo(other.getString("encoding"));
            assertThat(written(value).get("value")).isEqualTo(other.get("value"));
        }
    }

    @Test
    void a_text_that_is_cut_in_the_midst_of_a_character_is_base64() {
        assertThat(ValueEncoding.of(Value.of(new byte[] {'a', (byte) 0xc3}, "text/plain")))
                .isEqualTo(ValueEncoding.BASE64);
    }

    @Test
    void what_says_that_it_is_json_and_is_stands_in_the_event_as_it_is() throws IOException {
        var value = value("{\r\n  \"a\\n\": [1.50, true,\n null]}", "application/json; charset=utf-8");

        assertThat(ValueEncoding.of(value)).isEqualTo(ValueEncoding.JSON);
        assertThat(text(value)).doesNotContain("\n").doesNotContain("\r").contains("1.50");
        assertThat(written(value).getJsonObject("value").getJsonArray("a\n")).hasSize(3);
        assertThat(ValueEncoding.of(value("7", "application/vnd.x+json"))).isEqualTo(ValueEncoding.JSON);
        assertThat(ValueEncoding.of(value("{}", "text/plain"))).isEqualTo(ValueEncoding.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}x", "1 2", "01", "[1,]", "\"a\nb\"", "\uFEFF{}", "\u00001", "}{", "nul"})
    void what_only_says_that_it_is_json_is_text(String text) throws IOException {
        var value = value(text, "application/json");

        assertThat(ValueEncoding.of(value)).isEqualTo(ValueEncoding.TEXT);
        assertThat(written(value).getString("value")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void json_of_more_levels_than_the_parser_takes_is_text(String level) {
        assertThat(ValueEncoding.of(value(level.repeat(1_500), "application/json")))
                .isEqualTo(ValueEncoding.TEXT);
    }

    private static Value value(String text, String contentType) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8), contentType);
    }

    private static JsonObject written(Value value) throws IOException {
        try (var reader = Json.createReader(new ByteArrayInputStream(text(value).getBytes(StandardCharsets.UTF_8)))) {
            return reader.readObject();
        }
    }

    private static String text(Value value) throws IOException {
        var stream = new ByteArrayOutputStream();
        var out = new JsonBytes(stream);
        out.raw("{\"value\":");
        ValueEncoding.of(value).write(value, out);
        out.raw("}").flush();
        return stream.toString(StandardCharsets.UTF_8);
    }
}
