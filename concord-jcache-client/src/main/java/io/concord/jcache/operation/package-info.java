/**
 * What a cache does, asynchronously: each operation of JSR-107 as steps over the connection, with its expiry, loading, writing
 * and counting. The steps that call the application's code run where the caller wants them to.
 */
@NullMarked
package io.concord.jcache.operation;

import org.jspecify.annotations.NullMarked;
