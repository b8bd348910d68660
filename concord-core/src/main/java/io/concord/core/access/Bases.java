package io.concord.core.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects the grants of an identity by rules. */
final class Bases {
    private final Identity identity;
    private final List<Basis> usable = new ArrayList<>();
    private final List<Basis.Unusable> unusable = new ArrayList<>();

    private Bases(Identity identity) {
        this.identity = identity;
    }

    static Basis.All of(Rules rules, Identity identity) {
        var bases = new Bases(identity);
        for (var role : Role.ofGroups(identity.groups())) {
            if (rules.isEmpty() || role == Role.ADMIN) {
                bases.add(new Basis.OfRole(role), role.grant());
            }
        }
        rules.forEach(bases::add);
        for (int i = 0; i < identity.ownGrants().size(); i++) {
            bases.add(new Basis.OfToken(i), identity.ownGrants().get(i));
        }
        return new Basis.All(List.copyOf(bases.usable), List.copyOf(bases.unusable));
    }

    private void add(StoredRule stored) {
        var grantee = granteeOf(stored.rule());
        if (grantee.isPresent()) {
            var grants = stored.rule().grants();
            for (int i = 0; i < grants.size(); i++) {
                add(new Basis.OfRule(stored, i, grantee.get()), grants.get(i));
            }
        }
    }

    private Optional<Grantee> granteeOf(Rule rule) {
        return rule.grantees().stream()
                .filter(grantee -> grantee.includes(identity))
                .findFirst();
    }

    private void add(Basis.Source source, Grant grant) {
        var claims = new TreeMap<String, String>();
        for (var name : grant.key().claims()) {
            var value = identity.claims().get(name);
            if (value == null || !KeyPattern.isUsable(value)) {
                unusable.add(new Basis.Unusable(source, grant, name, value == null));
                return;
            }
            claims.put(name, value);
        }
        grant.key()
                .resolve(identity.claims())
                .ifPresent(key -> usable.add(new Basis(source, grant, Map.copyOf(claims), key)));
    }
}
