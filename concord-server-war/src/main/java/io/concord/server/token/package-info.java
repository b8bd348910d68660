/**
 * Concord's own tokens as text: signed, verified, remembered once verified; and the keys that sign them under lock. The only
 * user of the JOSE library.
 */
@NullMarked
package io.concord.server.token;

import org.jspecify.annotations.NullMarked;
