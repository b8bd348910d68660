package io.concord.core.access;

/**
 * A rule in force.
 *
 * @param revision of the rules by which it came to be as it is
 */
public record StoredRule(Rule rule, long revision) {}
