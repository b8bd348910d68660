package io.concord.cli.doctor;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What all members have said.
 *
 * @param members those that answered, each once, ordered by id
 * @param silent the endpoints that told nothing
 */
record Examination(List<MemberFacts> members, List<Silent> silent) {
    /**
     * An endpoint that told nothing.
     *
     * @param exitCode what {@link io.concord.cli.console.ExitCodes} calls it
     */
    record Silent(URI endpoint, int exitCode, String reason) {}

    Examination {
        members = List.copyOf(members);
        silent = List.copyOf(silent);
    }

    /** Members that others know and that did not answer themselves, ordered by id. */
    Set<String> unheard() {
        var ids = members.stream()
                .flatMap(member -> member.standing().members().stream())
                .map(MemberFacts.Seen::id)
                .collect(Collectors.toCollection(TreeSet::new));
        members.forEach(member -> ids.remove(member.id()));
        return ids;
    }

    /** Where a member is asked, as an option of other commands. */
    Optional<URI> endpoint(String id) {
        return members.stream()
                .filter(member -> member.id().equals(id))
                .map(MemberFacts::endpoint)
                .findFirst();
    }
}
