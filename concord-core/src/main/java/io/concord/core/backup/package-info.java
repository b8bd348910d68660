/**
 * The backup file: what is in it and how it lies in bytes. It is read and checked without a cluster, and a restore sends its
 * records as they are.
 */
@NullMarked
package io.concord.core.backup;

import org.jspecify.annotations.NullMarked;
