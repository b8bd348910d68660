package io.concord.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.model.Author;
import io.concord.core.model.EntryName;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final Namespace SHOP = new Namespace("shop");
    private static final Namespace BANK = new Namespace("bank");
    private static final Author ALICE = new Author("https://idp", "alice");

    @Test
    void without_a_rule_the_roles_decide() {
        var reader = access(Rules.NONE, "concord-reader");
        var writer = access(Rules.NONE, "concord-writer");
        var admin = access(Rules.NONE, "concord-admin");
        var nobody = access(Rules.NONE, "staff");

        assertThat(verbsOn("a", reader)).containsExactly(Verb.READ, Verb.WATCH);
        assertThat(verbsOn("a", writer)).containsExactly(Verb.READ, Verb.WRITE, Verb.DELETE, Verb.WATCH);
        assertThat(verbsOn("a", admin)).containsExactly(Verb.values());
        assertThat(verbsOn("a", nobody)).isEmpty();
        assertThat(reader.allows(Need.everything(Verb.READ))).isTrue();
        assertThat(writer.allows(Need.everything(Verb.DELETE))).isTrue();
        assertThat(writer.allows(Need.everything(Verb.ADMIN))).isFalse();
    }

    @Test
    void with_a_rule_only_the_administrator_keeps_his_role() {
        var rules = rules(rule("other", group("other"), grant("*", "**", Verb.READ)));

        assertThat(verbsOn("a", access(rules, "concord-reader"))).isEmpty();
        assertThat(verbsOn("a", access(rules, "concord-writer"))).isEmpty();
        assertThat(verbsOn("a", access(rules, "concord-admin"))).containsExactly(Verb.values());
    }

    @Test
    void after_the_last_rule_the_roles_decide_again() {
        var rules = rules(rule("other", group("other"), grant("*", "**", Verb.READ)))
                .without("other");

        assertThat(rules.revision()).isEqualTo(2);
        assertThat(verbsOn("a", access(rules, "concord-reader"))).contains(Verb.READ);
    }

    @Test
    void rules_grant_to_groups_subjects_and_anybody() {
        var one = grant("shop", "a", Verb.READ);

        assertThat(verbsOn("a", access(rules(rule("r", group("staff"), one)), "staff")))
                .containsExactly(Verb.READ);
        assertThat(verbsOn("a", access(rules(rule("r", group("staff"), one)), "stuff")))
                .isEmpty();
        assertThat(verbsOn("a", access(rules(rule("r", new Grantee.Subject("", "alice"), one)))))
                .containsExactly(Verb.READ);
        assertThat(verbsOn("a", access(rules(rule("r", new Grantee.Subject("https://idp", "alice"), one)))))
                .containsExactly(Verb.READ);
        assertThat(verbsOn("a", access(rules(rule("r", new Grantee.Subject("https://other", "alice"), one)))))
                .isEmpty();
        assertThat(verbsOn("a", access(rules(rule("r", new Grantee.Subject("", "bob"), one)))))
                .isEmpty();
        assertThat(verbsOn("a", access(rules(rule("r", Grantee.Anybody.INSTANCE, one)))))
                .containsExactly(Verb.READ);
    }

    @Test
    void a_prefix_covers_what_begins_so_and_one_key_covers_itself() {
        var access = access(rules(rule(
                "r", Grantee.Anybody.INSTANCE, grant("shop", "carts/**", Verb.READ), grant("shop", "one", Verb.READ))));

        assertThat(access.allows(read("carts/"))).isTrue();
        assertThat(access.allows(read("carts/1"))).isTrue();
        assertThat(access.allows(read("carts"))).isFalse();
        assertThat(access.allows(read("carts0"))).isFalse();
        assertThat(access.allows(read("one"))).isTrue();
        assertThat(access.allows(read("one/1"))).isFalse();
        assertThat(access.allows(Need.of(Verb.READ, new EntryName(BANK, new Key("one")))))
                .isFalse();
        assertThat(access.allows(Need.of(Verb.READ, SHOP, KeyRange.prefix("carts/"))))
                .isTrue();
        assertThat(access.allows(Need.of(Verb.READ, SHOP, KeyRange.prefix("carts"))))
                .isFalse();
        assertThat(access.allows(Need.whole(Verb.READ, SHOP))).isFalse();
    }

    @Test
    void a_range_is_covered_by_grants_together() {
        var access = access(
                rules(
                        rule("r1", group("staff"), grant("shop", "a**", Verb.READ), grant("*", "b**", Verb.READ)),
                        rule("r2", Grantee.Anybody.INSTANCE, grant("shop", "c", Verb.READ))),
                "staff");

        assertThat(access.allows(range("a", "c"))).isTrue();
        assertThat(access.allows(range("a", "c\0"))).isTrue();
        assertThat(access.allows(range("a", "c\0\0"))).isFalse();
        assertThat(access.allows(range("a", "d"))).isFalse();
        assertThat(access.allows(range("Z", "b"))).isFalse();
    }

    @Test
    void spans_meet_in_the_order_of_code_points() {
        var access = access(rules(rule(
                "r",
                Grantee.Anybody.INSTANCE,
                // In UTF-16 the last of these comes before the second.
                grant("shop", "\uD7FF**", Verb.READ),
                grant("shop", "\uE000**", Verb.READ),
                grant("shop", "\uFFFF**", Verb.READ),
                grant("shop", "\uD800\uDC00**", Verb.READ))));

        assertThat(access.allows(range("\uD7FF", "\uE001"))).isTrue();
        assertThat(access.allows(range("\uFFFF", "\uD800\uDC01"))).isTrue();
        assertThat(access.allows(range("\uE000", "\uD800\uDC01"))).isFalse();
        assertThat(access.allows(range("\uD7FF", "\uD800\uDC00"))).isFalse();
    }

    @Test
    void the_last_code_point_ends_with_everything() {
        var last = Character.toString(Character.MAX_CODE_POINT);
        var access = access(rules(rule("r", Grantee.Anybody.INSTANCE, grant("shop", last + "**", Verb.READ))));

        assertThat(access.allows(Need.of(Verb.READ, SHOP, new KeyRange("", new Key(last), null))))
                .isTrue();
        assertThat(access.allows(Need.whole(Verb.READ, SHOP))).isFalse();
    }

    @Test
    void all_namespaces_are_covered_by_all_namespaces_only() {
        var many = access(rules(rule(
                "r", Grantee.Anybody.INSTANCE, grant("shop", "**", Verb.READ), grant("default", "**", Verb.READ))));
        var all = access(rules(rule("r", Grantee.Anybody.INSTANCE, grant("*", "**", Verb.READ))));

        assertThat(many.allows(Need.everything(Verb.READ))).isFalse();
        assertThat(all.allows(Need.everything(Verb.READ))).isTrue();
        assertThat(many.allows(Need.whole(Verb.READ, SHOP))).isTrue();
    }

    @Test
    void an_empty_range_needs_some_key_of_its_namespace() {
        var access = access(rules(rule("r", Grantee.Anybody.INSTANCE, grant("shop", "a**", Verb.READ))));

        assertThat(access.allows(range("x", "b"))).isTrue();
        assertThat(access.allows(Need.of(Verb.READ, BANK, new KeyRange("", new Key("x"), new Key("b")))))
                .isFalse();
    }

    @Test
    void admin_includes_the_other_verbs_where_it_is_granted() {
        var access = access(rules(rule("r", Grantee.Anybody.INSTANCE, grant("shop", "a**", Verb.ADMIN))));

        assertThat(verbsOn("a1", access)).containsExactly(Verb.values());
        assertThat(verbsOn("b", access)).isEmpty();
        assertThat(access.allows(Need.everything(Verb.ADMIN))).isFalse();
    }

    @Test
    void a_template_is_about_the_keys_of_its_caller() {
        var rules =
                rules(rule("r", Grantee.Anybody.INSTANCE, grant("shop", "tenants/{claim:tenant_id}/**", Verb.READ)));
        var acme = Access.of(rules, new Identity(ALICE, Set.of(), Map.of("tenant_id", "acme"), List.of()));
        var none = Access.of(rules, new Identity(ALICE, Set.of(), Map.of(), List.of()));
        var slash = Access.of(rules, new Identity(ALICE, Set.of(), Map.of("tenant_id", "acme/x"), List.of()));

        assertThat(acme.allows(read("tenants/acme/1"))).isTrue();
        assertThat(acme.allows(read("tenants/acme2/1"))).isFalse();
        assertThat(none.allows(read("tenants//1"))).isFalse();
        assertThat(slash.allows(read("tenants/acme/x/1"))).isFalse();
        assertThat(none.explain(read("tenants/acme/1")).unusable())
                .singleElement()
                .satisfies(grant -> {
                    assertThat(grant.claim()).isEqualTo("tenant_id");
                    assertThat(grant.missing()).isTrue();
                });
        assertThat(slash.explain(read("tenants/acme/1")).unusable())
                .singleElement()
                .matches(grant -> !grant.missing());
    }

    @Test
    void a_token_grants_beside_the_rules() {
        var own = new Identity(ALICE, Set.of(), Map.of(), List.of(grant("shop", "own/**", Verb.WRITE)));

        assertThat(verbsOn("own/1", Access.of(Rules.NONE, own))).containsExactly(Verb.WRITE);
        assertThat(verbsOn("other", Access.of(Rules.NONE, own))).isEmpty();
        assertThat(Access.of(Rules.NONE, own).explain(Need.of(Verb.WRITE, new EntryName(SHOP, new Key("own/1")))))
                .satisfies(decision -> {
                    assertThat(decision.allowed()).isTrue();
                    assertThat(decision.grants())
                            .singleElement()
                            .extracting(Basis::source)
                            .isEqualTo(new Basis.OfToken(0));
                });
    }

    @Test
    void an_explanation_names_what_covers_and_where_it_ends() {
        var rules = rules(rule(
                "r",
                group("staff"),
                grant("shop", "a**", Verb.READ),
                grant("shop", "a1**", Verb.READ),
                grant("shop", "b**", Verb.READ)));
        var access = access(rules, "staff");

        var allowed = access.explain(range("a", "b5"));
        var refused = access.explain(range("a", "d"));

        assertThat(allowed.allowed()).isTrue();
        assertThat(allowed.rulesRevision()).isEqualTo(1);
        assertThat(allowed.grants())
                .extracting(Basis::source)
                .containsExactly(
                        new Basis.OfRule(rules.find("r").orElseThrow(), 0, group("staff")),
                        new Basis.OfRule(rules.find("r").orElseThrow(), 2, group("staff")));
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.firstGap()).contains("c");
    }

    /** Of any ranges and grants: as a filter says that looks at every key of a small alphabet. */
    @Test
    void ranges_are_decided_as_by_looking_at_every_key() {
        var random = new Random(7);
        // Any text of these, up to three long, and between any two there are others that no pattern tells apart.
        var letters = List.of("\0", "a", "\uE000", "\uD83D\uDE00", Character.toString(Character.MAX_CODE_POINT));
        var keys = new ArrayList<Key>();
        for (var one : letters) {
            keys.add(new Key(one));
            for (var two : letters) {
                keys.add(new Key(one + two));
                letters.forEach(three -> keys.add(new Key(one + two + three)));
            }
        }
        keys.addAll(List.of(new Key("zz"), new Key("\0zz"), new Key("azz"), new Key("\uD83D\uDE00zz")));
        int covered = 0;
        for (int i = 0; i < 20_000; i++) {
            var grants = new ArrayList<Grant>();
            for (int n = random.nextInt(9); n >= 0; n--) {
                var pattern = keys.get(random.nextInt(keys.size())).text() + (random.nextInt(4) == 0 ? "" : "**");
                grants.add(grant(
                        random.nextBoolean() ? "shop" : "*", random.nextInt(30) == 0 ? "**" : pattern, Verb.READ));
            }
            var access = access(rules(rule("r", Grantee.Anybody.INSTANCE, grants.toArray(Grant[]::new))));
            var range = new KeyRange(
                    random.nextInt(3) == 0
                            ? keys.get(random.nextInt(keys.size())).text()
                            : "",
                    random.nextBoolean() ? keys.get(random.nextInt(keys.size())) : null,
                    random.nextBoolean() ? keys.get(random.nextInt(keys.size())) : null);
            var within = keys.stream().filter(range::contains).toList();
            var need = Need.of(Verb.READ, SHOP, range);
            var allowed = access.allows(need);

            if (allowed) {
                covered += within.isEmpty() ? 0 : 1;
                assertThat(within)
                        .as("%s by %s", range, grants)
                        .allMatch(key -> access.allows(Need.of(Verb.READ, new EntryName(SHOP, key))));
            }
            assertThat(access.explain(need).allowed()).isEqualTo(allowed);
            if (access.explain(need).firstGap().isPresent()) {
                assertThat(allowed).as("%s by %s", range, grants).isFalse();
            }
        }
        assertThat(covered).isGreaterThan(500);
    }

    @Test
    void a_rule_is_bounded() {
        assertThatThrownBy(() -> new Rule("r", List.of(), List.of(Grant.everywhere(Set.of(Verb.READ)))))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("0 grantees");
        assertThatThrownBy(() -> new Rule("r", List.of(Grantee.Anybody.INSTANCE), List.of()))
                .hasMessageContaining("0 grants");
        assertThatThrownBy(() -> rule("a b", Grantee.Anybody.INSTANCE, grant("*", "**", Verb.READ)))
                .hasMessageContaining("name of a rule");
        assertThatThrownBy(() -> new Grant(NamespacePattern.ALL, KeyPattern.ALL, Set.of()))
                .hasMessageContaining("no verb");
        assertThatThrownBy(() -> Verb.of("Read")).hasMessageContaining("read, write, delete, watch, admin");
        var wide = grant("*", "x".repeat(1000) + "**", Verb.READ);
        assertThatThrownBy(() -> rule(
                        "r",
                        Grantee.Anybody.INSTANCE,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide,
                        wide))
                .hasMessageContaining("limit is 16384");
    }

    private static List<Verb> verbsOn(String key, Access access) {
        return List.of(Verb.values()).stream()
                .filter(verb -> access.allows(Need.of(verb, new EntryName(SHOP, new Key(key)))))
                .toList();
    }

    private static Need read(String key) {
        return Need.of(Verb.READ, new EntryName(SHOP, new Key(key)));
    }

    private static Need range(String from, String to) {
        return Need.of(Verb.READ, SHOP, new KeyRange("", new Key(from), new Key(to)));
    }

    private static Access access(Rules rules, String... groups) {
        return Access.of(rules, Identity.of(ALICE, List.of(groups)));
    }

    private static Rules rules(Rule... rules) {
        var all = Rules.NONE;
        for (var rule : rules) {
            all = all.with(rule);
        }
        return all;
    }

    private static Rule rule(String name, Grantee grantee, Grant... grants) {
        return new Rule(name, List.of(grantee), List.of(grants));
    }

    private static Grantee group(String name) {
        return new Grantee.Group(name);
    }

    private static Grant grant(String namespace, String key, Verb... verbs) {
        return new Grant(new NamespacePattern(namespace), new KeyPattern(key), Set.of(verbs));
    }
}
