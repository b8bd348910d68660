package io.concord.cli.cluster;

import java.util.Arrays;
import java.util.List;

/** What the bearer of a token may do. Each group includes the ones before it. */
public enum TokenGroup {
    /** May read. */
    READER("concord-reader"),
    /** May read and write. */
    WRITER("concord-writer"),
    /** May also operate the cluster. */
    ADMIN("concord-admin");

    private final String claim;

    TokenGroup(String claim) {
        this.claim = claim;
    }

    /** The value of the {@code groups} claim: this group and every one that it includes. */
    public List<String> claims() {
        return Arrays.stream(values())
                .filter(group -> group.compareTo(this) <= 0)
                .map(group -> group.claim)
                .toList();
    }
}
