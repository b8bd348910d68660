package io.concord.core.state;

import io.concord.core.command.Reply;
import java.util.List;

/** What applying one command produced: the reply for its submitter, and a commit for each revision that it made. */
public record Applied(Reply reply, List<Commit> commits) {
    public Applied {
        commits = List.copyOf(commits);
    }
}
