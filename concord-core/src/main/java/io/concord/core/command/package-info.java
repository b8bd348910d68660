/**
 * What is asked of the store and what it answers, as closed families with one binary codec each. Formats begin with a
 * version and are frozen by golden files, because they lie in logs that outlive a release.
 */
@NullMarked
package io.concord.core.command;

import org.jspecify.annotations.NullMarked;
