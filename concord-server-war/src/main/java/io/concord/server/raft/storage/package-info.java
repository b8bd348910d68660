/**
 * What a member has on disk: the log in segments, term and vote, snapshots, and who the member is. Everything is
 * checksummed, fsynced before anybody is told of it, and the first error of the disk ends it.
 */
@NullMarked
package io.concord.server.raft.storage;

import org.jspecify.annotations.NullMarked;
