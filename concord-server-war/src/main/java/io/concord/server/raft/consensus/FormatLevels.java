package io.concord.server.raft.consensus;

import io.concord.core.format.FormatLevel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The highest level of formats that each member has announced. Who has announced none is of a release that knows nothing of
 * levels, and reads the first.
 */
final class FormatLevels {
    private final Map<String, Integer> announced = new HashMap<>();

    FormatLevels(Self self) {
        announced(self.id(), self.formatLevel());
    }

    void announced(String id, int level) {
        announced.put(id, level);
    }

    int of(String id) {
        return announced.getOrDefault(id, FormatLevel.FIRST);
    }

    /** Why a member must neither be heard nor told anything; null when it reads what the cluster writes. */
    @Nullable String refusal(Membership membership, String id) {
        return of(id) >= membership.formatLevel()
                ? null
                : "member '" + id + "' reads formats up to level " + of(id) + ", and those of the cluster are at level "
                        + membership.formatLevel() + ". Upgrade '" + id + "' to the release of the others";
    }
}
