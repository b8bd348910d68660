/**
 * Concord's own tokens as the state knows them: who has one, and the keys that sign them. Neither a token nor a private key
 * in the clear is ever part of it.
 */
@NullMarked
package io.concord.core.token;

import org.jspecify.annotations.NullMarked;
