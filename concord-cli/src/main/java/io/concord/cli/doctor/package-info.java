/** {@code concord doctor}: asks every member what it finds, judges the answers, and says what to do about them. */
@NullMarked
package io.concord.cli.doctor;

import org.jspecify.annotations.NullMarked;
