/**
 * Spring Boot's way to the caches of Concord: properties, conditions, health and meters around {@link io.concord.spring}.
 * The auto-configurations are for Boot alone; the rest may be used and replaced by applications.
 */
@NullMarked
package io.concord.spring.boot;

import org.jspecify.annotations.NullMarked;
