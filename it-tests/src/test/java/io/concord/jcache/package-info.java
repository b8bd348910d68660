/** What tests of the client need to reach inside of it. The client's own packages are not here. */
@NullMarked
package io.concord.jcache;

import org.jspecify.annotations.NullMarked;
