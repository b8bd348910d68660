/**
 * What a connection is told: addresses, token, certificates and bounds, read once from properties, address, variables and a
 * file into one immutable record. {@link io.concord.jcache.settings.ClientKey} is the one place that knows every key.
 */
@NullMarked
package io.concord.jcache.settings;

import org.jspecify.annotations.NullMarked;
