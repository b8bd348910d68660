package io.concord.server.service;

/**
 * What the operator allows, each at most what the formats allow.
 *
 * @param valueBytesMax the largest value of a write
 * @param transactionOperationsMax comparisons and steps of one transaction, all together
 * @param transactionBytesMax of the keys and values of one transaction
 */
public record StoreLimits(int valueBytesMax, int transactionOperationsMax, int transactionBytesMax) {}
