/** What runs in Open Liberty itself, beside the application. */
@NullMarked
package io.concord.liberty;

import org.jspecify.annotations.NullMarked;
