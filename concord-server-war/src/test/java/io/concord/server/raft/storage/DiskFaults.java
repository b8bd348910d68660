package io.concord.server.raft.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** When a {@link FakeDisk} is to fail, and how often it has been asked for something. */
final class DiskFaults {
    private long operations;
    private long failIn = -1;
    private boolean failAlways;
    private FakeDisk.@Nullable Operation failOnly;
    private boolean broken;

    /** After so many more operations that change something, every one. */
    void after(int more) {
        plan(more, true, null);
    }

    /** After so many more of this operation, the next one. */
    void once(FakeDisk.Operation operation, int more) {
        plan(more, false, operation);
    }

    void heal() {
        failIn = -1;
        broken = false;
    }

    long operations() {
        return operations;
    }

    boolean concernReads() {
        return failOnly == FakeDisk.Operation.READ;
    }

    /** An operation is about to happen. */
    void before(FakeDisk.Operation operation) throws IOException {
        operations++;
        if (failOnly != null && failOnly != operation) {
            return;
        }
        if (broken || (failIn >= 0 && failIn-- == 0)) {
            broken = failAlways;
            throw new IOException("no space left on device");
        }
    }

    private void plan(int more, boolean always, FakeDisk.@Nullable Operation only) {
        heal();
        failIn = more;
        failAlways = always;
        failOnly = only;
    }
}
