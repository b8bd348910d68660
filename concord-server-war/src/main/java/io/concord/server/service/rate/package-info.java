/**
 * How much a caller may ask for in a while: token buckets for each identity, of this node alone. Decides and counts; who the
 * identity is, others tell.
 */
@NullMarked
package io.concord.server.service.rate;

import org.jspecify.annotations.NullMarked;
