/** Commands about entries: read, write, watch them, from a shell or a script. */
@NullMarked
package io.concord.cli.store;

import org.jspecify.annotations.NullMarked;
