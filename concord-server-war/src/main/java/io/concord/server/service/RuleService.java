package io.concord.server.service;

import io.concord.core.access.Decision;
import io.concord.core.access.Identity;
import io.concord.core.access.Need;
import io.concord.core.access.Rule;
import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Reply;
import io.concord.core.model.Precondition;
import io.concord.core.state.KeyspaceView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The rules on behalf of an administrator, and what they come to on behalf of anybody. */
public final class RuleService {
    private static final List<Need> ADMINISTRATION = List.of(Need.everything(Verb.ADMIN));

    private final ReplicatedLog log;
    private final StoreService store;

    public RuleService(ReplicatedLog log, StoreService store) {
        this.log = log;
        this.store = store;
    }

    /** Puts a rule in force; completes as {@link StoreService#write}. */
    public CompletionStage<Reply> put(WriteContext context, Rule rule, Precondition precondition) {
        return store.write(context, new Operation.PutRule(rule, precondition));
    }

    /** Puts a rule out of force; completes as {@link StoreService#write}. */
    public CompletionStage<Reply> delete(WriteContext context, String name, Precondition precondition) {
        return store.write(context, new Operation.DeleteRule(name, precondition));
    }

    /** A view with all rules that were acknowledged before the call. */
    public CompletionStage<KeyspaceView> read(Caller caller, Deadline deadline) {
        return store.read(caller, ADMINISTRATION, deadline);
    }

    /**
     * Whether somebody is granted what is needed, and why.
     *
     * @param identity of whom; empty for the caller, who may always ask that
     */
    public CompletionStage<Decision> explain(Caller caller, Optional<Identity> identity, Need need, Deadline deadline) {
        return log.linearizableView(deadline).thenApply(view -> {
            var rules = caller.admittedTo(view).rules();
            if (identity.isPresent()) {
                store.access().require(caller, rules, ADMINISTRATION);
            }
            return store.access().explain(identity.orElse(caller.identity()), rules, need);
        });
    }
}
