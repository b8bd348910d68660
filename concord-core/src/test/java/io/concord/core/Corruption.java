package io.concord.core;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;

/** Every way to cut bytes and to damage one of them, and how much memory a decoder takes over it. */
public final class Corruption {
    private static final long ALLOCATED_BYTES_MAX = 1024 * 1024;

    /** For each byte that is there: objects around the least of fields, and the answer written anew. */
    private static final long ALLOCATED_BYTES_EACH_MAX = 200;

    private Corruption() {}

    public static void cutEverywhere(byte[] whole, Consumer<byte[]> check) {
        for (int length = 0; length < whole.length; length++) {
            checkBounded(Arrays.copyOf(whole, length), check);
        }
    }

    public static void damageEveryByte(byte[] whole, Consumer<byte[]> check) {
        for (int i = 0; i < whole.length; i++) {
            for (int change = 1; change < 256; change++) {
                byte[] damaged = whole.clone();
                damaged[i] = (byte) (damaged[i] ^ change);
                checkBounded(damaged, check);
            }
        }
    }

    public static void flipEveryBit(byte[] whole, Consumer<byte[]> check) {
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            checkBounded(damaged, check);
        }
    }

    public static void checkBounded(byte[] bytes, Consumer<byte[]> check) {
        // The first time classes may be loaded, which costs memory that is not the decoder's.
        long allocated = Math.min(allocatedBy(bytes, check), allocatedBy(bytes, check));

        Assertions.assertThat(allocated)
                .as("allocated for %d bytes", bytes.length)
                .isLessThan(ALLOCATED_BYTES_MAX + ALLOCATED_BYTES_EACH_MAX * bytes.length);
    }

    private static long allocatedBy(byte[] bytes, Consumer<byte[]> check) {
        long before = allocatedBytes();
        check.accept(bytes);
        return allocatedBytes() - before;
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
