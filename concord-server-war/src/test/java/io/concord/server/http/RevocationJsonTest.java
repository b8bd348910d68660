package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.model.TokenSelector;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.Revocation;
import io.concord.server.service.RequestFailure;
import jakarta.json.Json;
import java.io.StringReader;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocations as administrators write and read them. */
class RevocationJsonTest {
    private static final String OWN_ISSUER = "https://own";
    private static final long NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    @Test
    void a_token_is_named_by_its_id_and_is_of_the_callers_issuer_unless_another_is_named() {
        assertThat(read("{'tokenId': 't-1'}"))
                .isEqualTo(new RevocationJson.Wanted(TokenSelector.ofId(OWN_ISSUER, "t-1"), Optional.empty(), false));
        assertThat(read("{'tokenId': 't-1', 'issuer': 'https://other'}").tokens())
                .isEqualTo(TokenSelector.ofId("https://other", "t-1"));
    }

    @Test
    void a_subject_an_instant_or_both_select_what_was_issued_before() {
        assertThat(read("{'subject': 'bob'}").tokens()).isEqualTo(new TokenSelector(OWN_ISSUER, "", "bob", 0));
        assertThat(read("{'issuedBefore': '2026-01-01T00:00:00Z'}").tokens())
                .isEqualTo(new TokenSelector(OWN_ISSUER, "", "", NEW_YEAR));
        assertThat(read("{'subject': 'bob', 'issuedBefore': '2026-01-01T01:00:00+01:00'}")
                        .tokens())
                .isEqualTo(new TokenSelector(OWN_ISSUER, "", "bob", NEW_YEAR));
    }

    @Test
    void an_end_and_the_consent_to_lose_ones_own_token_may_be_said() {
        var wanted = read("{'subject': 'bob', 'until': '2026-01-01T00:00:00Z', 'includingOwn': true}");

        assertThat(wanted.until()).contains(Instant.ofEpochMilli(NEW_YEAR));
        assertThat(wanted.includingOwn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'issuer': 'https://own'}",
                "{'tokenId': 't-1', 'subject': 'bob'}",
                "{'tokenId': 't-1', 'issuedBefore': '2026-01-01T00:00:00Z'}",
                "{'tokenId': ''}",
                "{'subject': ''}",
                "{'subject': 7}",
                "{'subject': '\\ud800'}",
                "{'subject': 'bob', 'jti': 't-1'}",
                "{'subject': 'bob', 'includingOwn': 'yes'}",
                "{'issuedBefore': 'yesterday'}",
                "{'issuedBefore': '2026-01-01'}",
                "{'issuedBefore': '1970-12-31T00:00:00Z'}",
                "{'issuedBefore': '9999-01-01T00:00:00Z'}",
                "{'subject': 'bob', 'until': '+999999999-12-31T23:59:59Z'}"
            })
    void what_selects_nothing_or_is_not_understood_is_refused(String body) {
        assertThat(catchThrowableOfType(RequestFailure.class, () -> read(body)).code())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void an_id_is_a_number() {
        assertThat(RevocationJson.id("17")).isEqualTo(17);
        assertThatThrownBy(() -> RevocationJson.id("17a")).isInstanceOf(RequestFailure.class);
    }

    @Test
    void what_is_told_is_what_was_asked_for() {
        assertThat(described(TokenSelector.ofId(OWN_ISSUER, "t-1")))
                .isEqualTo("{\"id\":3,\"issuer\":\"https://own\",\"tokenId\":\"t-1\"}");
        assertThat(described(new TokenSelector(OWN_ISSUER, "", "bob", NEW_YEAR)))
                .isEqualTo("{\"id\":3,\"issuer\":\"https://own\",\"subject\":\"bob\","
                        + "\"issuedBefore\":\"2026-01-01T00:00:00Z\"}");
        assertThat(described(new TokenSelector(OWN_ISSUER, "", "", NEW_YEAR)))
                .isEqualTo("{\"id\":3,\"issuer\":\"https://own\",\"issuedBefore\":\"2026-01-01T00:00:00Z\"}");
    }

    private static RevocationJson.Wanted read(String body) {
        try (var reader = Json.createReader(new StringReader(body.replace('\'', '"')))) {
            return RevocationJson.read(reader.readObject(), OWN_ISSUER);
        }
    }

    private static String described(TokenSelector tokens) {
        return RevocationJson.described(new Revocation(3, tokens, Revocation.FOREVER))
                .build()
                .toString();
    }
}
