/** What the command shows and how it ends: words, tables, JSON, exit codes. */
@NullMarked
package io.concord.cli.console;

import org.jspecify.annotations.NullMarked;
