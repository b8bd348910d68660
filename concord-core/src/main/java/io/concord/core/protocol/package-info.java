/**
 * The HTTP contract: routes, headers, query parameters and error codes, defined once for the server and for every
 * client. Documented for people in the README; nothing here does any input or output.
 */
@NullMarked
package io.concord.core.protocol;

import org.jspecify.annotations.NullMarked;
