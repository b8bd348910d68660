package io.concord.jcache.operation;

import java.util.concurrent.Executor;

/** Whoever called an operation: where the application's code runs for it, and whether it still wants the operation. */
public interface Caller extends Executor {

    /** One that nothing can interrupt: whoever has the stage of an asynchronous operation. */
    static Caller of(Executor steps) {
        return new Caller() {
            @Override
            public boolean isWaiting() {
                return true;
            }

            @Override
            public boolean allowsChange() {
                return true;
            }

            @Override
            public void execute(Runnable step) {
                steps.execute(step);
            }
        };
    }

    /** False once it has been interrupted: nothing of the application's is to run for it any more. */
    boolean isWaiting();

    /**
     * Asked before each change is submitted; true only while it {@link #isWaiting}, and from then on it counts as possible
     * that something was changed.
     */
    boolean allowsChange();
}
