package io.concord.cli.operate;

import io.concord.cli.console.JsonLines;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One member as an upgrade sees it.
 *
 * @param version of Concord; empty while it is not known
 * @param formatLevel the highest that it reads; empty while it is not known
 * @param lagEntries committed entries that it has not applied; empty while they are not known
 */
record MemberRelease(
        String id,
        String role,
        boolean voter,
        boolean reachable,
        OptionalLong lagEntries,
        Optional<String> version,
        Optional<Integer> formatLevel) {
    /** Of releases that know nothing of levels. */
    private static final int FIRST_LEVEL = 1;

    static MemberRelease of(JsonObject member) {
        boolean reachable = member.getBoolean("reachable");
        return new MemberRelease(
                member.getString("id"),
                JsonLines.text(member.get("role")),
                member.getBoolean("voter"),
                reachable,
                member.get("lagEntries") instanceof JsonNumber lag
                        ? OptionalLong.of(lag.longValue())
                        : OptionalLong.empty(),
                Optional.ofNullable(member.getString("version", null)),
                reachable ? Optional.of(member.getInt("formatLevelMax", FIRST_LEVEL)) : Optional.empty());
    }

    /** Whether its release is known to be older than another. */
    boolean isOlderThan(MemberRelease other) {
        return formatLevel
                        .filter(own ->
                                other.formatLevel.filter(level -> own < level).isPresent())
                        .isPresent()
                || version.filter(own -> other.version
                                .filter(newer -> isOlder(own, newer))
                                .isPresent())
                        .isPresent();
    }

    private static boolean isOlder(String version, String other) {
        try {
            return Version.parse(version).compareTo(Version.parse(other)) < 0;
        } catch (IllegalArgumentException e) {
            // A version of somebody's own says nothing of what is older.
            return false;
        }
    }
}
