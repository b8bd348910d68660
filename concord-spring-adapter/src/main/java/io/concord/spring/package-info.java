/**
 * Spring's cache abstraction on Concord: a cache manager, its caches and their settings. It needs Spring Framework and the JCache
 * client, and no Spring Boot.
 */
@NullMarked
package io.concord.spring;

import org.jspecify.annotations.NullMarked;
