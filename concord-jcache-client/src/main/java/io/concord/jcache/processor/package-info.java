/**
 * Entry processors (JSR-107 §9): run in the client against the entry as it is, and what they made of it stored by compare-and-set.
 * One that loses to another change runs again.
 */
@NullMarked
package io.concord.jcache.processor;

import org.jspecify.annotations.NullMarked;
