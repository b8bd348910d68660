package io.concord.core.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.Corruption;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BatchFuzzTest {

    @Property
    void any_request_comes_back(@ForAll("requests") BatchRequest request) {
        assertThat(BatchCodec.decodeRequest(BatchCodec.encode(request))).isEqualTo(request);
    }

    @Property
    void any_response_comes_back(@ForAll("responses") BatchResponse response) {
        assertThat(BatchCodec.decodeResponse(BatchCodec.encode(response))).isEqualTo(response);
    }

    /** After a head that is right, so that the noise is not refused for its first byte. */
    @Property(tries = 20_000)
    void noise_is_refused_or_a_batch(@ForAll @Size(max = 2_000) byte[] noise, @ForAll @IntRange(max = 30) int tag) {
        byte[] request = noise.clone();
        head(request, 1, 0, 1, tag);
        byte[] response = noise.clone();
        head(response, 2);

        Corruption.checkBounded(request, BatchCodecTest::refuseOrDecodeRequest);
        Corruption.checkBounded(response, BatchCodecTest::refuseOrDecodeResponse);
    }

    @Property(tries = 5_000)
    void a_request_with_a_part_of_another_is_refused_or_a_batch(
            @ForAll("requests") BatchRequest request,
            @ForAll("requests") BatchRequest other,
            @ForAll @IntRange(max = 5_000) int at,
            @ForAll @IntRange(max = 5_000) int from) {
        byte[] spliced = spliced(BatchCodec.encode(request), BatchCodec.encode(other), at, from);

        Corruption.checkBounded(spliced, BatchCodecTest::refuseOrDecodeRequest);
    }

    @Property(tries = 5_000)
    void a_response_with_a_part_of_another_is_refused_or_a_batch(
            @ForAll("responses") BatchResponse response,
            @ForAll("responses") BatchResponse other,
            @ForAll @IntRange(max = 5_000) int at,
            @ForAll @IntRange(max = 5_000) int from) {
        byte[] spliced = spliced(BatchCodec.encode(response), BatchCodec.encode(other), at, from);

        Corruption.checkBounded(spliced, BatchCodecTest::refuseOrDecodeResponse);
    }

    @Provide
    Arbitrary<BatchRequest> requests() {
        return BatchArbitraries.requests();
    }

    @Provide
    Arbitrary<BatchResponse> responses() {
        return BatchArbitraries.responses();
    }

    private static void head(byte[] bytes, int... head) {
        int[] whole = new int[head.length + 1];
        whole[0] = 1;
        System.arraycopy(head, 0, whole, 1, head.length);
        for (int i = 0; i < Math.min(whole.length, bytes.length); i++) {
            bytes[i] = (byte) whole[i];
        }
    }

    /** The one up to a place, and the other from a place. */
    private static byte[] spliced(byte[] one, byte[] other, int at, int from) {
        int kept = at % (one.length + 1);
        byte[] rest = Arrays.copyOfRange(other, from % (other.length + 1), other.length);
        byte[] spliced = Arrays.copyOf(one, kept + rest.length);
        System.arraycopy(rest, 0, spliced, kept, rest.length);
        return spliced;
    }
}
