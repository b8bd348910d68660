/**
 * What a cache tells the platform's MBean server: its configuration and its statistics, under the names of JSR-107. Counted in
 * the client, so that they are those of this JVM's calls.
 */
@NullMarked
package io.concord.jcache.management;

import org.jspecify.annotations.NullMarked;
