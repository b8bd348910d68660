package io.concord.spring;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions of nothing, which run what was put off. */
final class NoResources extends AbstractPlatformTransactionManager {
    private static final long serialVersionUID = 1;

    @Override
    protected Object doGetTransaction() {
        return "nothing";
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        // Nothing takes part.
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        // Nothing takes part.
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        // Nothing takes part.
    }
}
