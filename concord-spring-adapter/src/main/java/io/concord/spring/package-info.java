/** Spring's cache abstraction on Concord. So far it knows the settings of a cache; the cache manager itself follows. */
@NullMarked
package io.concord.spring;

import org.jspecify.annotations.NullMarked;
