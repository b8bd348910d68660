package io.concord.server.config;

/**
 * How large operations and the store may be.
 *
 * @param valueBytesMax the largest value of a write
 * @param transactionOperationsMax comparisons and steps of one transaction
 * @param transactionBytesMax of the keys and values of one transaction
 * @param batchOperationsMax operations of one batch
 * @param batchBytesMax of one batch as it comes
 * @param heapPercentMax the share of this node's heap that the store may take
 * @param storeBytesMax the memory that the store may take on any node; 0 leaves it to the share of the heap
 */
public record LimitSettings(
        int valueBytesMax,
        int transactionOperationsMax,
        int transactionBytesMax,
        int batchOperationsMax,
        int batchBytesMax,
        int heapPercentMax,
        long storeBytesMax) {

    /** The memory that the store may take here, in bytes, with a heap of so many. */
    public long memoryBytesMax(long heapBytes) {
        long share = heapBytes / 100 * heapPercentMax;
        return storeBytesMax == 0 ? share : Math.min(share, storeBytesMax);
    }
}
