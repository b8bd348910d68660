package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.access.Grant;
import io.concord.core.access.Grantee;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Need;
import io.concord.core.access.Rule;
import io.concord.core.access.StoredRule;
import io.concord.core.access.Verb;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleJsonTest {
    private static final String GRANTS =
            "\"grants\":[{\"namespace\":\"shop\",\"key\":\"carts/**\",\"verbs\":[\"write\",\"read\"]}]";

    @Test
    void a_rule_is_read_as_it_is_described() {
        var rule = RuleJson.read(
                "staff",
                json("{\"groups\":[\"a\",\"b\"],\"subjects\":[\"bob\",{\"issuer\":\"idp\",\"subject\":\"alice\"}],"
                        + "\"anybody\":true," + GRANTS + "}"));

        assertThat(rule)
                .isEqualTo(new Rule(
                        "staff",
                        List.of(
                                new Grantee.Group("a"),
                                new Grantee.Group("b"),
                                new Grantee.Subject("", "bob"),
                                new Grantee.Subject("idp", "alice"),
                                Grantee.Anybody.INSTANCE),
                        List.of(new Grant(
                                new NamespacePattern("shop"),
                                new KeyPattern("carts/**"),
                                Set.of(Verb.READ, Verb.WRITE)))));
        assertThat(RuleJson.described(new StoredRule(rule, 7)))
                .hasToString("{\"name\":\"staff\",\"revision\":7,\"groups\":[\"a\",\"b\"],\"subjects\":[\"bob\","
                        + "{\"issuer\":\"idp\",\"subject\":\"alice\"}],\"anybody\":true,\"grants\":["
                        + "{\"namespace\":\"shop\",\"key\":\"carts/**\",\"verbs\":[\"read\",\"write\"]}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{" + GRANTS + "}",
                "{\"anybody\":false," + GRANTS + "}",
                "{\"groups\":\"a\"," + GRANTS + "}",
                "{\"groups\":[1]," + GRANTS + "}",
                "{\"groups\":[\"\"]," + GRANTS + "}",
                "{\"subjects\":[1]," + GRANTS + "}",
                "{\"subjects\":{}," + GRANTS + "}",
                "{\"subjects\":[\"\"]," + GRANTS + "}",
                "{\"subjects\":[{\"subject\":\"a\"}]," + GRANTS + "}",
                "{\"anybody\":\"true\"," + GRANTS + "}",
                "{\"anybody\":true}",
                "{\"anybody\":true,\"grants\":[]}",
                "{\"anybody\":true,\"grants\":{}}",
                "{\"anybody\":true,\"grants\":[{\"namespace\":\"a\",\"key\":\"b\",\"verbs\":[]}]}",
                "{\"anybody\":true,\"grants\":[{\"namespace\":\"a\",\"key\":\"b\",\"verbs\":[\"READ\"]}]}",
                "{\"anybody\":true,\"grants\":[{\"namespace\":\"a\",\"key\":\"b*\",\"verbs\":[\"read\"]}]}",
                "{\"anybody\":true,\"grants\":[{\"namespace\":\"\",\"key\":\"b\",\"verbs\":[\"read\"]}]}",
                "{\"anybody\":true,\"grants\":[{\"key\":\"b\",\"verbs\":[\"read\"]}]}",
                "{\"anybody\":true,\"deny\":[]," + GRANTS + "}"
            })
    void what_is_no_rule_is_refused(String text) {
        assertThatThrownBy(() -> RuleJson.read("staff", json(text)))
                .satisfies(failure -> assertThat(
                                FailureMapper.problem(failure).code().status())
                        .isEqualTo(400));
    }

    @Test
    void a_question_is_about_a_key_a_range_or_everything() {
        var shop = new Namespace("shop");

        assertThat(need("{\"verb\":\"read\",\"namespace\":\"shop\",\"key\":\"a\"}"))
                .isEqualTo(Need.of(Verb.READ, new EntryName(shop, new Key("a"))));
        assertThat(need("{\"verb\":\"delete\",\"namespace\":\"shop\",\"prefix\":\"a\",\"from\":\"ab\",\"to\":\"ac\"}"))
                .isEqualTo(Need.of(Verb.DELETE, shop, new KeyRange("a", new Key("ab"), new Key("ac"))));
        assertThat(need("{\"verb\":\"watch\",\"namespace\":\"shop\"}")).isEqualTo(Need.whole(Verb.WATCH, shop));
        assertThat(need("{\"verb\":\"admin\"}")).isEqualTo(Need.everything(Verb.ADMIN));
    }

    @Test
    void of_an_identity_only_claims_that_are_text_count() {
        var identity = ExplainJson.read(
                        json("{\"verb\":\"read\",\"identity\":{\"subject\":\"bob\",\"groups\":[\"staff\"],"
                                + "\"claims\":{\"t\":\"acme\",\"n\":7,\"l\":[\"acme\"],\"z\":null}}}"))
                .identity()
                .orElseThrow();

        assertThat(identity.claims()).hasToString("{t=acme}");
        assertThat(identity.groups()).containsExactly("staff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"verb\":\"look\"}",
                "{\"verb\":\"read\",\"key\":\"a\"}",
                "{\"verb\":\"read\",\"prefix\":\"a\"}",
                "{\"verb\":\"read\",\"namespace\":\"shop\",\"key\":\"a\",\"prefix\":\"a\"}",
                "{\"verb\":\"read\",\"namespace\":\"shop\",\"key\":\"\"}",
                "{\"verb\":\"read\",\"namespace\":\"shop\",\"from\":\"\"}",
                "{\"verb\":\"read\",\"identity\":\"bob\"}",
                "{\"verb\":\"read\",\"identity\":{}}",
                "{\"verb\":\"read\",\"identity\":{\"subject\":\"bob\",\"claims\":[]}}",
                "{\"verb\":\"read\",\"why\":true}"
            })
    void what_is_no_question_is_refused(String text) {
        assertThatThrownBy(() -> ExplainJson.read(json(text)))
                .satisfies(failure -> assertThat(
                                FailureMapper.problem(failure).code().status())
                        .isEqualTo(400));
    }

    private static Need need(String text) {
        return ExplainJson.read(json(text)).need();
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
