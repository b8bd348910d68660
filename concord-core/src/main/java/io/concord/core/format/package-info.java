/**
 * The primitives of every binary format: bounded reading, growing writing, and the one exception for bad bytes. They
 * know nothing of keys or commands and depend on the JDK only.
 */
@NullMarked
package io.concord.core.format;

import org.jspecify.annotations.NullMarked;
