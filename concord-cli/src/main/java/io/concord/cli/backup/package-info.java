/** {@code concord backup}: backups as files, made, checked, listed, pruned and put back. */
@NullMarked
package io.concord.cli.backup;

import org.jspecify.annotations.NullMarked;
