/**
 * The values of the store: keys, values, entries, and the limits that bound them. Immutable, validated on construction,
 * and free of any clock, codec or transport.
 */
@NullMarked
package io.concord.core.model;

import org.jspecify.annotations.NullMarked;
