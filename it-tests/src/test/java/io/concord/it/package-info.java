/** The product as its users and operators meet it: real servers, driven over HTTP and by their processes. */
@NullMarked
package io.concord.it;

import org.jspecify.annotations.NullMarked;
