/** What is deployed names only what the product has: its settings, ports, paths and files. */
@NullMarked
package io.concord.deploy;

import org.jspecify.annotations.NullMarked;
