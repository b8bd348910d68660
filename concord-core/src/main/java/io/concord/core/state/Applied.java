package io.concord.core.state;

import io.concord.core.command.Reply;
import io.concord.core.model.ChangeEvent;
import java.util.List;

/** What applying one command produced: the reply for its submitter, and the events of its commit for the watchers. */
public record Applied(Reply reply, List<ChangeEvent> events) {
    public Applied {
        events = List.copyOf(events);
    }
}
