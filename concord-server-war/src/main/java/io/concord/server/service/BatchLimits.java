package io.concord.server.service;

/**
 * What the operator allows of a batch.
 *
 * @param operationsMax how many operations
 * @param bytesMax of the request as it comes
 */
public record BatchLimits(int operationsMax, int bytesMax) {}
