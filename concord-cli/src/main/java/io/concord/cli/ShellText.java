package io.concord.cli;

/** Text as an argument of a POSIX shell. */
final class ShellText {
    private ShellText() {}

    /** The text itself when the shell takes it as it is, else in single quotes. */
    static String quote(String text) {
        return text.matches("[A-Za-z0-9@%+=:,./_-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
