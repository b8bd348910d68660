package io.concord.cli.cluster;

import java.time.Duration;

/**
 * How far a node has come.
 *
 * @param node the node
 * @param health what it last reported
 * @param elapsed how long it has been in this phase's start-up: until it was ready, or until now
 */
public record NodeProgress(NodeLayout node, NodeHealth health, Duration elapsed) {}
