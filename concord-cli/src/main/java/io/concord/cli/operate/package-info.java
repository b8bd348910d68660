/** Commands of whoever runs a cluster: how it is, its members, its leader, and what is wrong. */
@NullMarked
package io.concord.cli.operate;

import org.jspecify.annotations.NullMarked;
