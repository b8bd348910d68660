package io.concord.core.command;

/**
 * What the submitter of a command gets back.
 *
 * @param replayed whether the outcome is the remembered one of an earlier attempt with the same request id
 */
public record Reply(Outcome outcome, boolean replayed) {}
