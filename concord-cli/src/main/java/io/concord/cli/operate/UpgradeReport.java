package io.concord.cli.operate;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the nodes of a cluster say about an upgrade.
 *
 * @param leader empty while there is none
 * @param formatLevel of the cluster
 * @param members by what the leader knows, or the first node that was asked where there is none
 * @param problems why no member should be stopped now; empty if one may be
 */
record UpgradeReport(Optional<String> leader, int formatLevel, List<MemberRelease> members, List<String> problems) {
    /** What a member may lack and still count as whole: what comes in while it is asked for. */
    private static final long LAG_ENTRIES_MAX = 1_000;

    /**
     * By what the nodes say of themselves and of each other.
     *
     * @param views of those that have answered: one at least
     * @param silent why others have not
     */
    static UpgradeReport of(List<StatusView> views, List<String> silent) {
        var seen = views.stream().filter(StatusView::leads).findFirst().orElse(views.get(0));
        var members = seen.members().stream().map(MemberRelease::of).toList();
        var problems = new ArrayList<>(silent);
        if (views.stream().map(view -> view.text("clusterId")).distinct().count() > 1) {
            problems.add("the endpoints are of more than one cluster");
        }
        if (!seen.isOk()) {
            problems.add("there is no leader");
        } else if (views.stream().map(StatusView::leader).distinct().count() > 1) {
            problems.add("the nodes do not follow the same leader");
        }
        members.stream().filter(MemberRelease::voter).forEach(member -> problems(member, problems));
        long left = members.stream()
                        .filter(member -> member.voter() && member.reachable())
                        .count()
                - 1;
        long needed = seen.body().getInt("majority");
        if (left < needed) {
            problems.add("with one member less " + Math.max(0, left) + " would be left, and " + needed
                    + " are needed to decide anything");
        }
        return new UpgradeReport(seen.leader(), seen.body().getInt("formatLevel", 1), members, List.copyOf(problems));
    }

    private static void problems(MemberRelease member, List<String> problems) {
        if (!member.reachable()) {
            problems.add("'" + member.id() + "' cannot be reached");
        } else if (member.lagEntries().isEmpty()) {
            problems.add("how far '" + member.id() + "' is behind is not known yet");
        } else if (member.lagEntries().getAsLong() > LAG_ENTRIES_MAX) {
            problems.add("'" + member.id() + "' is " + member.lagEntries().getAsLong() + " entries behind");
        }
    }

    boolean mayBegin() {
        return problems.isEmpty();
    }

    /** The newest that any member reads. */
    int formatLevelMax() {
        return members.stream()
                .flatMap(member -> member.formatLevel().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(formatLevel);
    }

    /** Whether a member's release is older than that of another. */
    boolean isBehind(MemberRelease member) {
        return members.stream().anyMatch(member::isOlderThan);
    }

    List<String> behind() {
        return members.stream().filter(this::isBehind).map(MemberRelease::id).toList();
    }

    /** Whether all is upgraded, and the cluster does not use yet what its members read. */
    boolean mayFinish() {
        return behind().isEmpty()
                && members.stream().allMatch(MemberRelease::reachable)
                && formatLevelMax() > formatLevel;
    }

    /** For people: what to do. */
    String advice() {
        if (!mayBegin()) {
            return "do not stop a member now";
        }
        if (!behind().isEmpty()) {
            return "a member may be stopped. Of an older release: " + String.join(", ", behind());
        }
        return mayFinish()
                ? "every member reads formats of level " + formatLevelMax()
                        + ". 'concord upgrade finish' takes the cluster there; from then on no older release can join"
                : "a member may be stopped. All are of one release";
    }

    JsonObject json() {
        var list = Json.createArrayBuilder();
        for (var member : members) {
            var object = Json.createObjectBuilder()
                    .add("id", member.id())
                    .add("role", member.role())
                    .add("voter", member.voter())
                    .add("reachable", member.reachable())
                    .add("behind", isBehind(member));
            member.version().ifPresent(version -> object.add("version", version));
            member.formatLevel().ifPresent(level -> object.add("formatLevelMax", level));
            member.lagEntries().ifPresent(lag -> object.add("lagEntries", lag));
            list.add(object);
        }
        var report = Json.createObjectBuilder()
                .add("mayBegin", mayBegin())
                .add("mayFinish", mayFinish())
                .add("formatLevel", formatLevel)
                .add("formatLevelMax", formatLevelMax())
                .add("problems", Json.createArrayBuilder(problems))
                .add("members", list);
        leader.ifPresent(id -> report.add("leader", id));
        return report.build();
    }
}
