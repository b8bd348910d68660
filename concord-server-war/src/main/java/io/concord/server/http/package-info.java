/**
 * The HTTP edge: resources that parse and never decide, the filter that tells who calls, and the mappers that turn
 * every failure into a problem document. The contract itself is {@code io.concord.core.protocol}.
 */
@NullMarked
package io.concord.server.http;

import org.jspecify.annotations.NullMarked;
