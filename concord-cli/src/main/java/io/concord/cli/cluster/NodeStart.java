package io.concord.cli.cluster;

/**
 * What a node is told at this start and not by the layout.
 *
 * @param founding whether it never had data, so that an empty data directory is no loss
 * @param credentials its certificate
 */
record NodeStart(boolean founding, MemberCredentials credentials) {}
