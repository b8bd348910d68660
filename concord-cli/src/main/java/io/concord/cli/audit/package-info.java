/**
 * The commands {@code concord audit …}, which look at the audit logs of servers as files. They ask no cluster: whoever checks a
 * log should not have to trust who wrote it.
 */
@NullMarked
package io.concord.cli.audit;

import org.jspecify.annotations.NullMarked;
