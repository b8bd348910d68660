package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.config.ProviderRules;
import io.concord.server.service.RequestFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules, each by a token that keeps all the others; {@code ForgedTokensIT} has many more, on a real server. */
class TokenFormTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final TokenForm FORM = new TokenForm(
            new ProviderRules("i", Set.of("a", "b"), Duration.ofSeconds(1_000)), Duration.ofSeconds(30), NOW);
    private static final String HEADER = "{'alg':'RS256','typ':'JWT','kid':'k'}";
    private static final String CLAIMS = "{'iss':'i','sub':'s','aud':'a','groups':['g'],'iat':999900,'exp':1000900}";

    @Test
    void a_plain_token_goes_through() {
        accepted(HEADER, CLAIMS);
        accepted("{'alg':'RS256'}", "{'iss':'i','sub':'s','aud':['c','b'],'exp':1001000}");
        accepted("{'alg':'RS256','typ':'application/AT+JWT'}", CLAIMS);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
                    'exp':1000900 | 'exp':1001001 | it is valid for at most 1000 s
                    'iat':999900,'exp':1000900 | 'exp':1001001 | it is valid for at most 1000 s
                    'exp':1000900 | 'exp':1000901 | it is valid for at most 1000 s
                    'exp':1000900 | 'exp':1e400 | 'exp' is a whole number of seconds
                    'exp':1000900 | 'exp':1000000.5 | 'exp' is a whole number of seconds
                    'exp':1000900 | 'exp':-1 | 'exp' is a whole number of seconds
                    'exp':1000900 | 'exp':'1000900' | 'exp' is a whole number of seconds
                    'exp':1000900 | 'x':1 | 'exp' is needed
                    'iat':999900 | 'iat':1000031 | 'iat' is not in the future
                    'iat':999900 | 'iat':null | 'iat' is a whole number of seconds
                    'iat':999900 | 'nbf':1e3 | 'nbf' is a whole number of seconds
                    'aud':'a' | 'aud':[] | 'aud' is a string or an array of strings
                    'aud':'a' | 'aud':'c' | 'aud' is a string or an array of strings
                    'iss':'i' | 'iss':'j' | 'iss' is the issuer
                    'iss':'i' | 'iss':['i'] | 'iss' is the issuer
                    'exp':1000900 | 'exp':999970 | its time is over
                    'iat':999900 | 'nbf':1000031 | 'nbf' is not in the future
                    'aud':'a' | 'aud':['a',1] | 'aud' is a string or an array of strings
                    'aud':'a' | 'x':1 | 'aud' is a string or an array of strings
                    ['g'] | 'g' | 'groups' is an array of strings
                    ['g'] | ['g',null] | 'groups' is an array of strings
                    'sub':'s' | 'sub':1 | 'sub' is a string without control characters
                    'sub':'s' | 'sub':'a\\nb' | 'sub' is a string without control characters
                    'sub':'s' | 'sub':'s','jti':7 | 'jti' is a string without control characters
                    'sub':'s' | 'sub':'s','sub':'t' | the claims must be one JSON object without a name twice
                    'sub':'s' | 'sub':'s','s\\u0075b':'t' | the claims must be one JSON object without a name twice
                    """)
    void a_claim_that_is_not_as_it_should_be_is_refused(String plain, String odd, String rule) {
        refused(token(HEADER, CLAIMS.replace(plain, odd)), rule);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
                    'typ':'JWT' | 'typ':'logout+jwt' | 'typ' in its header is JWT or at+jwt
                    'typ':'JWT' | 'typ':null | 'typ' in its header is JWT or at+jwt
                    'typ':'JWT' | 'crit':[] | 'crit' in its header is an extension
                    'typ':'JWT' | 'b64':false | 'b64' in its header is an extension
                    'typ':'JWT' | 'zip':'DEF' | 'zip' in its header is an extension
                    'typ':'JWT' | 'cty':'JWT' | 'cty' in its header is an extension
                    'kid':'k' | 'kid':1 | 'kid' is a string
                    'alg':'RS256' | 'alg':null | 'alg' in its header is a string
                    'kid':'k' | 'kid':'k','kid':'l' | the header must be one JSON object without a name twice
                    """)
    void a_header_that_is_not_as_it_should_be_is_refused(String plain, String odd, String rule) {
        refused(token(HEADER.replace(plain, odd), CLAIMS), rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "....", "a.b.c.d"})
    void what_has_not_three_parts_is_refused(String token) {
        refused(token, "it has three parts");
    }

    @Test
    void another_spelling_of_the_same_bytes_is_refused() {
        var parts = token(HEADER, CLAIMS).split("\\.", -1);

        // The signature is "sign": four bytes, of which the last character says two bits, and "c2lnbh" says the same.
        refused(parts[0] + "." + parts[1] + ".c2lnbh", "base64url without padding");
        refused(parts[0] + "." + parts[1] + ".c2lnbg==", "base64url without padding");
        refused(parts[0] + "." + parts[1] + ".c2l*", "base64url without padding");
        refused(parts[0] + "." + parts[1] + ".", "base64url without padding");
    }

    @Test
    void what_is_no_json_object_in_utf_8_is_refused() {
        for (var odd : new String[] {"[]", "null", "{}{}", "{", "\ufeff" + CLAIMS}) {
            refused(token(HEADER, odd), "the claims must be one JSON object");
        }
        var latin = base64(HEADER.replace('\'', '"').getBytes(StandardCharsets.UTF_8)) + "."
                + base64("{\"sub\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1)) + ".c2lnbg";
        refused(latin, "the claims must be UTF-8");
    }

    private static void accepted(String header, String claims) {
        assertThatCode(() -> FORM.check(token(header, claims))).doesNotThrowAnyException();
    }

    private static void refused(String token, String rule) {
        var failure = catchThrowableOfType(RequestFailure.class, () -> FORM.check(token));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(failure).hasMessageContaining(rule);
    }

    private static String token(String header, String claims) {
        return base64(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.replace('\'', '"').getBytes(StandardCharsets.UTF_8)) + ".c2lnbg";
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
