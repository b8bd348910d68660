package io.concord.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.Terminal;
import io.concord.cli.remote.FakeEndpoints;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RulesCommandTest {
    private static final String RULES = """
            {"rulesRevision":3,"rules":[{"name":"tenants","revision":3,"groups":["staff"],"subjects":["bob",\
            {"issuer":"idp","subject":"alice"}],"anybody":true,"grants":[{"namespace":"shop","key":"carts/**",\
            "verbs":["read","write"]},{"namespace":"*","key":"motd","verbs":["read"]}]}]}""";
    private static final String REFUSED = """
            {"allowed":false,"rulesRevision":3,"decidedBy":"rules","grants":[{"source":"rule","rule":"tenants",\
            "ruleRevision":3,"position":0,"grantee":"group 'staff'","grant":{"namespace":"shop","key":"{claim:t}/**",\
            "verbs":["read"]},"resolvedKey":"acme/**","claims":{"t":"acme"}}],"firstGap":"acme0","unusableGrants":[\
            {"source":"token","position":1,"grant":{"namespace":"shop","key":"{claim:u}","verbs":["read"]},"claim":"u",\
            "reason":"the claim is missing or not text"}]}""";

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeEndpoints endpoints = new FakeEndpoints();
    private URI server = FakeEndpoints.nobody();

    @AfterEach
    void stop() {
        endpoints.close();
    }

    @Test
    void rules_are_listed_a_line_for_each_grant() {
        server = server(200, RULES);

        assertThat(run("list")).isEqualTo(ExitCodes.OK);

        assertThat(out.toString().lines().map(line -> line.replaceAll("  +", "|")))
                .containsExactly(
                        "RULE|REVISION|FOR|NAMESPACE|KEY|VERBS",
                        "tenants|3|group staff, subject bob, subject alice of idp, anybody|shop|carts/**|read,write",
                        "tenants|3|group staff, subject bob, subject alice of idp, anybody|*|motd|read");
        assertThat(heard).containsExactly("GET /v1/rules null ");
    }

    @Test
    void for_programs_the_answer_is_shown_as_it_came() {
        server = server(200, RULES);

        assertThat(run("list", "--output", "json")).isEqualTo(ExitCodes.OK);

        assertThat(out.toString().strip()).isEqualTo(RULES);
    }

    @Test
    void a_rule_is_put_with_its_condition() {
        server = server(201, "{\"name\":\"tenants\",\"revision\":4}");

        int exit = run("put", "tenants", "--group", "staff", "--grant", "read,write:shop:a:b/**", "--if-revision", "3");

        assertThat(exit).isEqualTo(ExitCodes.OK);
        assertThat(heard)
                .containsExactly(
                        "PUT /v1/rules/tenants \"3\" {\"groups\":[\"staff\"],\"subjects\":[],\"anybody\":false,"
                                + "\"grants\":[{\"namespace\":\"shop\",\"key\":\"a:b/**\",\"verbs\":[\"read\",\"write\"]}]}");
        assertThat(out.toString()).contains("rule tenants is in force, at revision 4 of the rules");
    }

    @Test
    void a_rule_for_nobody_and_a_grant_that_is_none_are_wrong_usage() {
        server = server(200, "{}");

        assertThat(run("put", "tenants", "--grant", "read:shop:a")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("put", "tenants", "--anybody", "--grant", "read:shop")).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString())
                .contains("a rule needs --grant, and --group, --subject or --anybody to grant it to")
                .contains("'read:shop' is no grant; write VERBS:NAMESPACE:KEY");
        assertThat(heard).isEmpty();
    }

    @Test
    void what_is_not_allowed_is_explained_and_told_by_the_exit_code() {
        server = server(200, REFUSED);

        int exit =
                run("explain", "read", "--namespace", "shop", "--prefix", "acme", "--as", "bob", "--claim", "t=acme");

        assertThat(exit).isEqualTo(ExitCodes.NOT_AS_IT_SHOULD_BE);
        assertThat(out.toString())
                .contains("not allowed, decided by rules of revision 3")
                .contains("rule tenants, grant 0")
                .contains("acme0")
                .contains("the claim is missing or not text");
        assertThat(heard)
                .containsExactly(
                        "POST /v1/authz/explain null {\"verb\":\"read\",\"namespace\":\"shop\",\"prefix\":\"acme\","
                                + "\"identity\":{\"subject\":\"bob\",\"groups\":[],\"claims\":{\"t\":\"acme\"}}}");
    }

    private int run(String... arguments) {
        var terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false, false);
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--endpoint", server.toString(), "--token", "to.ken"));
        return RulesCommand.commandLine(terminal)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(all.toArray(String[]::new));
    }

    private URI server(int status, String body) {
        return endpoints.open(exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("If-Match") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            FakeEndpoints.answer(exchange, status, body);
        });
    }
}
