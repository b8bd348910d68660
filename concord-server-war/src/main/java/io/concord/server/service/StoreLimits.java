package io.concord.server.service;

/**
 * What the operator allows, each at most what the formats allow.
 *
 * @param valueBytesMax the largest value of a write
 * @param transactionOperationsMax comparisons and steps of one transaction, all together
 * @param transactionBytesMax of the keys and values of one transaction
 * @param leasesPerCallerMax that one caller may have at once; 0 for any number
 */
public record StoreLimits(
        int valueBytesMax, int transactionOperationsMax, int transactionBytesMax, int leasesPerCallerMax) {

    /** Where nobody's leases are counted. */
    public StoreLimits(int valueBytesMax, int transactionOperationsMax, int transactionBytesMax) {
        this(valueBytesMax, transactionOperationsMax, transactionBytesMax, 0);
    }
}
