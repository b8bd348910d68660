/**
 * Who may do what: rules that grant verbs on patterns of namespaces and keys to groups, subjects and holders of claims, and
 * whether they cover what an operation needs; and the bytes of rules. Pure: the same answer for the same rules, identity and need.
 */
@NullMarked
package io.concord.core.access;

import org.jspecify.annotations.NullMarked;
