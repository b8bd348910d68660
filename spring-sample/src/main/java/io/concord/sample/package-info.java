/** An application of Spring Boot whose instances share a cache. The README shows it. */
@NullMarked
package io.concord.sample;

import org.jspecify.annotations.NullMarked;
