/**
 * The JSR-107 TCK on a real cluster. It is told where the cluster is as any application would be, and nothing knows that it
 * is a test.
 */
@NullMarked
package io.concord.tck;

import org.jspecify.annotations.NullMarked;
