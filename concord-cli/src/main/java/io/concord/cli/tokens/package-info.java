/**
 * The commands for Concord's own tokens. A token is printed once, when it is made, and never again.
 */
@NullMarked
package io.concord.cli.tokens;

import org.jspecify.annotations.NullMarked;
