package io.concord.core.state;

import io.concord.core.command.Reply;
import java.util.Optional;

/** What applying one command produced: the reply for its submitter, and its commit, if it changed any entry. */
public record Applied(Reply reply, Optional<Commit> commit) {}
