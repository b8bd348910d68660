package io.concord.cli.console;

/** For whom a result is. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs: the answer of the cluster as it came. */
    JSON
}
