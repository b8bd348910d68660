package io.concord.server.service;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.EntryName;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a caller must be granted for an operation, whatever the store holds: also for what happens only if a comparison holds,
 * and for all that its answer could tell. A condition tells what is there, and so does what was there before and a number
 * that is returned: they are reads. That a write tells whether it has created its entry, and a delete whether there was
 * one, belongs to these verbs.
 */
final class OperationNeeds implements Operation.Handler<List<Need>> {
    private static final OperationNeeds INSTANCE = new OperationNeeds();

    private OperationNeeds() {}

    static List<Need> of(Operation operation) {
        return operation.accept(INSTANCE);
    }

    /** Of finding out what would come of it: to see whatever it is about. */
    static List<Need> ofDryRun(Operation.Transaction transaction) {
        return of(transaction).stream().map(OperationNeeds::reading).toList();
    }

    /** Of a put whose value has yet to be read. */
    static List<Need> ofPut(EntryName at, Precondition precondition, boolean returning) {
        return changing(Verb.WRITE, at, isCondition(precondition) || returning);
    }

    private static Need reading(Need need) {
        if (need instanceof Need.OneKey one) {
            return Need.of(Verb.READ, one.at());
        }
        return need instanceof Need.Keys range
                ? new Need.Keys(Verb.READ, range.namespace(), range.keys())
                : new Need.Some(Verb.READ, ((Need.Some) need).namespace());
    }

    @Override
    public List<Need> put(Step.Put put) {
        return ofPut(put.at(), put.precondition(), put.returning());
    }

    @Override
    public List<Need> delete(Step.Delete delete) {
        return changing(Verb.DELETE, delete.at(), isCondition(delete.precondition()) || delete.returning());
    }

    @Override
    public List<Need> touch(Step.Touch touch) {
        return changing(Verb.WRITE, touch.at(), isCondition(touch.precondition()));
    }

    /** It tells the number, and refuses what is none. */
    @Override
    public List<Need> increment(Step.Increment increment) {
        return changing(Verb.WRITE, increment.at(), true);
    }

    @Override
    public List<Need> get(Step.Get get) {
        return List.of(Need.of(Verb.READ, get.at()));
    }

    @Override
    public List<Need> range(Step.Range range) {
        return List.of(Need.of(Verb.READ, range.namespace(), range.keys()));
    }

    @Override
    public List<Need> deleteRange(Step.DeleteRange deleteRange) {
        return List.of(Need.of(Verb.DELETE, deleteRange.namespace(), deleteRange.keys()));
    }

    /** Any key may have the tag. */
    @Override
    public List<Need> deleteTagged(Step.DeleteTagged deleteTagged) {
        return List.of(deleteTagged
                .namespace()
                .map(namespace -> Need.whole(Verb.DELETE, namespace))
                .orElseGet(() -> Need.everything(Verb.DELETE)));
    }

    @Override
    public List<Need> transaction(Operation.Transaction transaction) {
        var needs = new ArrayList<Need>();
        transaction.comparisons().forEach(comparison -> needs.add(Need.of(Verb.READ, comparison.at())));
        Stream.concat(transaction.then().stream(), transaction.otherwise().stream())
                .forEach(step -> needs.addAll(step.acceptStep(this)));
        // One that names nothing still tells the revision of the store.
        return needs.isEmpty() ? List.of(Need.anything(Verb.READ)) : needs;
    }

    /** To join it is to be about to write to it; what it says for all its entries is for those who may write them all. */
    @Override
    public List<Need> createNamespace(Operation.CreateNamespace create) {
        var namespace = create.namespace();
        return List.of(
                create.settings().isPresent() ? Need.whole(Verb.WRITE, namespace) : Need.some(Verb.WRITE, namespace));
    }

    @Override
    public List<Need> destroyNamespace(Operation.DestroyNamespace destroy) {
        Namespace namespace = destroy.namespace();
        return List.of(Need.whole(Verb.DELETE, namespace), Need.whole(Verb.WRITE, namespace));
    }

    @Override
    public List<Need> grantLease(Operation.GrantLease grant) {
        return List.of(Need.anything(Verb.WRITE));
    }

    @Override
    public List<Need> keepLease(Operation.KeepLease keep) {
        return List.of(Need.anything(Verb.WRITE));
    }

    /** Whoever wrote an entry with it has let it end with it; whose lease it is matters elsewhere. */
    @Override
    public List<Need> revokeLease(Operation.RevokeLease revoke) {
        return List.of(Need.anything(Verb.WRITE));
    }

    @Override
    public List<Need> revokeTokens(Operation.RevokeTokens revoke) {
        return administration();
    }

    @Override
    public List<Need> liftRevocation(Operation.LiftRevocation lift) {
        return administration();
    }

    @Override
    public List<Need> putRule(Operation.PutRule put) {
        return administration();
    }

    @Override
    public List<Need> deleteRule(Operation.DeleteRule delete) {
        return administration();
    }

    @Override
    public List<Need> beginRestore(Operation.BeginRestore begin) {
        return administration();
    }

    @Override
    public List<Need> restorePart(Operation.RestorePart part) {
        return administration();
    }

    @Override
    public List<Need> finishRestore(Operation.FinishRestore finish) {
        return administration();
    }

    @Override
    public List<Need> abortRestore(Operation.AbortRestore abort) {
        return administration();
    }

    @Override
    public List<Need> recordToken(Operation.RecordToken record) {
        return administration();
    }

    @Override
    public List<Need> revokeIssuedToken(Operation.RevokeIssuedToken revoke) {
        return administration();
    }

    @Override
    public List<Need> addSigningKey(Operation.AddSigningKey add) {
        return administration();
    }

    @Override
    public List<Need> removeSigningKey(Operation.RemoveSigningKey remove) {
        return administration();
    }

    private static List<Need> administration() {
        return List.of(Need.everything(Verb.ADMIN));
    }

    private static List<Need> changing(Verb verb, EntryName at, boolean tellsWhatIsThere) {
        var change = Need.of(verb, at);
        return tellsWhatIsThere ? List.of(change, Need.of(Verb.READ, at)) : List.of(change);
    }

    private static boolean isCondition(Precondition precondition) {
        return !(precondition instanceof Precondition.None);
    }
}
