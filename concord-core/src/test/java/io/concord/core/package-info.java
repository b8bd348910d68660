/** What the tests of all packages of the core share, and the rules that hold between the packages. */
@NullMarked
package io.concord.core;

import org.jspecify.annotations.NullMarked;
