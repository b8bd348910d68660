package io.concord.cli.cluster;

import java.util.OptionalLong;

/**
 * A node as it is now.
 *
 * @param node the node
 * @param pid its process, if it runs
 * @param health what it says about itself
 */
public record NodeStatus(NodeLayout node, OptionalLong pid, NodeHealth health) {}
