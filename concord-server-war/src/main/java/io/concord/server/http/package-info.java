/**
 * The HTTP edge: resources and servlets that parse and never decide, the admission that tells who calls, and what turns
 * every failure into a problem document. The contract itself is {@code io.concord.core.protocol}.
 */
@NullMarked
package io.concord.server.http;

import org.jspecify.annotations.NullMarked;
