/** Spring applications with caches on real servers. Their cache managers are the adapter's, and Spring's own for JCache. */
@NullMarked
package io.concord.it.spring;

import org.jspecify.annotations.NullMarked;
