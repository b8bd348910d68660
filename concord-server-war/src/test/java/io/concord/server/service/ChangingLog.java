package io.concord.server.service;

import io.concord.core.access.Grant;
import io.concord.core.access.Grantee;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Rule;
import io.concord.core.access.Verb;
import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Reply;
import io.concord.core.model.Author;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.state.KeyspaceView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A log in which the rules change just before each of the next commands, as if somebody were quicker. */
final class ChangingLog implements ReplicatedLog {
    private final MemoryLog log;
    private final Deque<String> coming;

    /** @param coming the patterns of keys that staff may read and write, each joined by commas, one for a command */
    ChangingLog(MemoryLog log, List<String> coming) {
        this.log = log;
        this.coming = new ArrayDeque<>(coming);
    }

    void change(String patterns) {
        var grants = Arrays.stream(patterns.split(","))
                .map(key -> new Grant(NamespacePattern.ALL, new KeyPattern(key), Set.of(Verb.READ, Verb.WRITE)))
                .toList();
        var rules = log.localView().rules().revision();
        var origin = new Origin(
                new Author("", "root"),
                Optional.empty(),
                new RequestId("rules-" + rules),
                1,
                MemoryLog.TIME_MILLIS,
                rules);
        log.append(
                new Command.Write(
                        origin,
                        Command.Write.NO_DEADLINE,
                        new Operation.PutRule(
                                new Rule("staff", List.of(new Grantee.Group("staff")), grants), Precondition.none())),
                Deadline.in(Duration.ofSeconds(1)));
    }

    @Override
    public CompletionStage<Reply> append(Command command, Deadline deadline) {
        if (!coming.isEmpty()) {
            change(coming.remove());
        }
        return log.append(command, deadline);
    }

    @Override
    public CompletionStage<KeyspaceView> linearizableView(Deadline deadline) {
        return log.linearizableView(deadline);
    }

    @Override
    public KeyspaceView localView() {
        return log.localView();
    }

    @Override
    public KeyspaceView staleView() {
        return log.staleView();
    }

    @Override
    public void onApplied(Runnable listener) {
        log.onApplied(listener);
    }

    @Override
    public void onStopped(Runnable listener) {
        log.onStopped(listener);
    }

    @Override
    public long clusterTimeMillis() {
        return log.clusterTimeMillis();
    }
}
