package io.concord.cli.console;

/** How commands that ask a cluster end, so that a script can tell what has happened. */
public final class ExitCodes {
    public static final int OK = 0;

    /** Something is wrong on this side, such as a file that cannot be read. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;

    /** What was looked at is not as it should be: a node that is not ready, a broken chain. */
    public static final int NOT_AS_IT_SHOULD_BE = 3;

    /** The cluster said no; the same command gets the same answer. */
    public static final int REFUSED = 4;

    /** Nothing has happened; the same command may work later. */
    public static final int UNAVAILABLE = 5;

    /** It may have happened. */
    public static final int INDETERMINATE = 6;

    /** There is no such thing. */
    public static final int NOT_FOUND = 7;

    /** For the help of a command, with {@code exitCodeList}. */
    public static final String OK_TEXT = "0:done";

    public static final String FAILED_TEXT = "1:failed on this side";
    public static final String USAGE_TEXT = "2:wrong usage";
    public static final String NOT_AS_IT_SHOULD_BE_TEXT = "3:what was looked at is not as it should be";
    public static final String REFUSED_TEXT = "4:the cluster refused";
    public static final String UNAVAILABLE_TEXT = "5:the cluster could not be asked, nothing has happened";
    public static final String INDETERMINATE_TEXT = "6:it may have happened";
    public static final String NOT_FOUND_TEXT = "7:there is no such thing";

    private ExitCodes() {}
}
