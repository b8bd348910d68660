/**
 * Every setting of a node: its key, its default, and one immutable record of them all. Read once at start, validated
 * whole, and refused with all errors together.
 */
@NullMarked
package io.concord.server.config;

import org.jspecify.annotations.NullMarked;
