/** {@code concord rules}: who may do what, on a running cluster. */
@NullMarked
package io.concord.cli.rules;

import org.jspecify.annotations.NullMarked;
