package io.concord.server.service;

import io.concord.core.access.Access;
import io.concord.core.access.Decision;
import io.concord.core.access.Identity;
import io.concord.core.access.Need;
import io.concord.core.access.Role;
import io.concord.core.access.Rules;
import io.concord.core.access.Verb;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whether callers may, by the rules of a view. What an identity may do is made ready once for it and the newest rules, and
 * kept for as many identities as there is room for. Safe for use by many threads.
 */
public final class AccessControl {
    private static final int IDENTITIES_MAX = 4_096;

    /** Of all of them together: each is about 500 bytes, and one identity may have 100,000. */
    private static final long GRANTS_MAX = 200_000;

    private static final List<Need> ANYTHING =
            Arrays.stream(Verb.values()).map(Need::anything).toList();

    private final LongAdder refusals = new LongAdder();
    private volatile Known known = new Known(Rules.NONE);

    /** What has been made ready by certain rules; it begins anew when there is no room for more. */
    private static final class Known {
        private final Rules rules;
        private final Map<Identity, Access> byIdentity = new ConcurrentHashMap<>();
        private final AtomicLong grants = new AtomicLong();

        Known(Rules rules) {
            this.rules = rules;
        }

        Access of(Identity identity) {
            var access = byIdentity.get(identity);
            return access == null ? made(identity) : access;
        }

        private Access made(Identity identity) {
            var access = Access.of(rules, identity);
            if (byIdentity.size() >= IDENTITIES_MAX || grants.addAndGet(access.grants()) > GRANTS_MAX) {
                byIdentity.clear();
                grants.set(access.grants());
            }
            byIdentity.put(identity, access);
            return access;
        }
    }

    /** What somebody may do by rules. */
    public Access of(Identity identity, Rules rules) {
        var latest = known;
        if (latest.rules != rules) {
            if (latest.rules.revision() > rules.revision()) {
                // Of a view that somebody has kept.
                return Access.of(rules, identity);
            }
            latest = new Known(rules);
            known = latest;
        }
        return latest.of(identity);
    }

    public boolean allows(Caller caller, Rules rules, Collection<Need> needs) {
        return of(caller.identity(), rules).firstRefused(needs).isEmpty();
    }

    /**
     * Returns a view that the caller may still have, and of which he is granted what he needs.
     *
     * @throws RequestFailure {@link ErrorCode#TOKEN_REVOKED} or {@link ErrorCode#FORBIDDEN} otherwise
     */
    public KeyspaceView admit(Caller caller, KeyspaceView view, Collection<Need> needs) {
        require(caller, caller.admittedTo(view).rules(), needs);
        return view;
    }

    /**
     * Goes through if the caller may.
     *
     * @throws RequestFailure {@link ErrorCode#FORBIDDEN} otherwise
     */
    public void require(Caller caller, Rules rules, Collection<Need> needs) {
        var access = of(caller.identity(), rules);
        var refused = access.firstRefused(needs);
        if (refused.isPresent()) {
            refusals.increment();
            caller.trail().decided(refused.get().verb(), false);
            throw new RequestFailure(ErrorCode.FORBIDDEN, words(caller, access, refused.get()));
        }
        tell(caller, needs);
    }

    /** Says that he may, before anything is done. */
    void tell(Caller caller, Collection<Need> needs) {
        needs.stream().map(Need::verb).distinct().forEach(verb -> caller.trail().decided(verb, true));
    }

    /** Why somebody may do something by rules, or may not; nothing of it is kept. */
    public Decision explain(Identity identity, Rules rules, Need need) {
        return Access.of(rules, identity).explain(need);
    }

    /** Whether the caller may do anything at all. */
    boolean allowsAnything(Caller caller, Rules rules) {
        return ANYTHING.stream().anyMatch(need -> allows(caller, rules, List.of(need)));
    }

    /** How often it has said no. */
    public long refusals() {
        return refusals.sum();
    }

    /** Of nothing but what was asked, so that it tells nothing of what is there. */
    private static String words(Caller caller, Access access, Need need) {
        if (access.isByRoles()) {
            return "the token of '" + caller.author() + "' has no group that allows this; any of "
                    + Role.groupsGranting(need.verb()) + " does";
        }
        return "no rule lets '" + caller.author() + "' "
                + (need.verb() == Verb.ADMIN ? "administer the store" : need.toString()) + " (rules of revision "
                + access.rulesRevision() + "); POST /v1/authz/explain tells more";
    }
}
