package io.concord.server.service;

import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.Precondition;
import io.concord.core.protocol.batch.BatchChange;
import java.util.List;

/** The operation of the store that a change of a batch is. */
final class BatchOperations implements BatchChange.Handler<Operation> {
    @Override
    public Operation put(BatchChange.Put put) {
        return new Step.Put(put.at(), put.value(), put.precondition(), put.expiry(), put.returning(), put.tags());
    }

    @Override
    public Operation delete(BatchChange.Delete delete) {
        return new Step.Delete(delete.at(), delete.precondition(), delete.returning());
    }

    @Override
    public Operation touch(BatchChange.Touch touch) {
        return new Step.Touch(touch.at(), touch.precondition(), touch.expiry());
    }

    /** A transaction, so that nobody comes between the two. */
    @Override
    public Operation getAndTouch(BatchChange.GetAndTouch both) {
        var touch = new Step.Touch(both.at(), Precondition.none(), both.expiry());
        return new Operation.Transaction(List.of(), List.of(touch, new Step.Get(both.at())), List.of());
    }

    @Override
    public Operation increment(BatchChange.Increment increment) {
        return new Step.Increment(increment.at(), increment.delta(), increment.initial(), increment.expiry());
    }

    @Override
    public Operation deleteRange(BatchChange.DeleteRange deleteRange) {
        return new Step.DeleteRange(deleteRange.namespace(), deleteRange.keys(), deleteRange.quiet());
    }

    @Override
    public Operation deleteTagged(BatchChange.DeleteTagged deleteTagged) {
        return new Step.DeleteTagged(deleteTagged.tag(), deleteTagged.namespace(), deleteTagged.quiet());
    }

    @Override
    public Operation createNamespace(BatchChange.CreateNamespace create) {
        return new Operation.CreateNamespace(create.namespace(), create.settings(), create.mustBeNew());
    }

    @Override
    public Operation destroyNamespace(BatchChange.DestroyNamespace destroy) {
        return new Operation.DestroyNamespace(destroy.namespace());
    }

    @Override
    public Operation grantLease(BatchChange.GrantLease grant) {
        return new Operation.GrantLease(grant.ttlMillis());
    }

    @Override
    public Operation keepLease(BatchChange.KeepLease keep) {
        return new Operation.KeepLease(keep.leaseId());
    }

    @Override
    public Operation revokeLease(BatchChange.RevokeLease revoke) {
        return new Operation.RevokeLease(revoke.leaseId());
    }
}
