package io.concord.core.protocol.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.Corruption;
import io.concord.core.Golden;
import io.concord.core.format.FormatException;
import io.concord.core.model.Expiry;
import io.concord.core.model.InvalidValueException;
import io.concord.core.protocol.ErrorCode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BatchCodecTest {
    private static final BatchRequest GET = request(BatchSamples.GET);
    private static final byte[] GET_BYTES = BatchCodec.encode(GET);

    @TestFactory
    Stream<DynamicTest> every_operation_has_the_bytes_of_its_golden_file() {
        return each(BatchSamples.operations(), (name, operation) -> {
            var golden = new Golden("batch-request-v1-" + name);

            golden.compare(BatchCodec.encode(request(operation)));

            assertThat(BatchCodec.decodeRequest(golden.bytes())).isEqualTo(request(operation));
        });
    }

    @TestFactory
    Stream<DynamicTest> every_outcome_has_the_bytes_of_its_golden_file() {
        return each(BatchSamples.replies(), (name, reply) -> {
            var golden = new Golden("batch-response-v1-" + name);

            golden.compare(BatchCodec.encode(response(reply)));

            assertThat(BatchCodec.decodeResponse(golden.bytes())).isEqualTo(response(reply));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_cut_request_is_refused_and_a_damaged_one_is_refused_or_another() {
        return each(BatchSamples.operations(), (name, operation) -> {
            byte[] whole = BatchCodec.encode(request(operation));

            Corruption.cutEverywhere(whole, refused(BatchCodec::decodeRequest));
            Corruption.damageEveryByte(whole, BatchCodecTest::refuseOrDecodeRequest);
        });
    }

    @TestFactory
    Stream<DynamicTest> a_cut_response_is_refused_and_a_damaged_one_is_refused_or_another() {
        return each(BatchSamples.replies(), (name, reply) -> {
            byte[] whole = BatchCodec.encode(response(reply));

            Corruption.cutEverywhere(whole, refused(BatchCodec::decodeResponse));
            Corruption.damageEveryByte(whole, BatchCodecTest::refuseOrDecodeResponse);
        });
    }

    @Test
    void all_operations_share_a_request_and_all_outcomes_a_response() {
        var request = new BatchRequest(List.copyOf(BatchSamples.operations().values()));
        var response = new BatchResponse(
                BatchSamples.TIME_MILLIS, List.copyOf(BatchSamples.replies().values()));

        assertThat(BatchCodec.decodeRequest(BatchCodec.encode(request))).isEqualTo(request);
        assertThat(BatchCodec.decodeResponse(BatchCodec.encode(response))).isEqualTo(response);
    }

    @Test
    void a_request_may_be_empty() {
        assertThat(BatchCodec.decodeRequest(new byte[] {1, 1, 0, 0})).isEqualTo(new BatchRequest(List.of()));
    }

    @Test
    void a_newer_version_is_refused_with_what_to_do() {
        byte[] newer = GET_BYTES.clone();
        newer[0] = 9;

        assertThatThrownBy(() -> BatchCodec.decodeRequest(newer))
                .isInstanceOf(FormatException.class)
                .hasMessage("batch request has format version 9; this node reads 1: upgrade it");
    }

    @Test
    void a_request_is_no_response() {
        assertThatThrownBy(() -> BatchCodec.decodeResponse(GET_BYTES))
                .isInstanceOf(FormatException.class)
                .hasMessage("batch response has the unknown type tag 1");
    }

    @Test
    void an_unknown_operation_is_refused() {
        byte[] unknown = GET_BYTES.clone();
        unknown[4] = 77;

        assertThatThrownBy(() -> BatchCodec.decodeRequest(unknown))
                .isInstanceOf(FormatException.class)
                .hasMessage("batch operation has the unknown type tag 77");
    }

    @Test
    void bytes_after_the_last_operation_are_refused() {
        byte[] longer = Arrays.copyOf(GET_BYTES, GET_BYTES.length + 2);

        assertThatThrownBy(() -> BatchCodec.decodeRequest(longer))
                .isInstanceOf(FormatException.class)
                .hasMessage("batch request has 2 bytes after its end");
    }

    @Test
    void more_operations_than_the_limit_are_refused_before_they_are_read() {
        assertThatThrownBy(() -> BatchCodec.decodeRequest(new byte[] {1, 1, 0x10, 0x01}))
                .isInstanceOf(FormatException.class)
                .hasMessage("batch has 4097 operations; the limit is 4096");
    }

    @Test
    void as_many_operations_as_the_limit_come_back() {
        var full = new BatchRequest(Collections.nCopies(BatchRequest.OPERATIONS_MAX, BatchSamples.GET));

        assertThat(BatchCodec.decodeRequest(BatchCodec.encode(full))).isEqualTo(full);
    }

    @Test
    void an_invalid_value_is_a_format_fault() {
        var empty = new byte[] {1, 1, 0, 1, 1, 0, 0, 0, 1, 'a', 0};

        assertThatThrownBy(() -> BatchCodec.decodeRequest(empty))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("batch request holds an invalid value: namespace is empty");
    }

    @Test
    void an_absent_entry_cannot_keep_what_it_has_however_often_it_is_said() {
        byte[] keep = BatchCodec.encode(
                request(BatchSamples.write(new BatchChange.GetAndTouch(BatchSamples.ALICE, Expiry.kept()))));
        byte[] endless = Arrays.copyOf(keep, 1 << 20);
        Arrays.fill(endless, keep.length - 1, endless.length, (byte) 2);

        assertThatThrownBy(() -> BatchCodec.decodeRequest(endless))
                .isInstanceOf(FormatException.class)
                .hasMessage("expiry of an absent entry is to keep what it has, which is nothing");
        assertThatThrownBy(() -> Expiry.keptOr(Expiry.kept()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("expiry of an absent entry is to keep what it has, which is nothing");
    }

    @Test
    void a_failure_of_a_newer_server_says_what_it_has_done() {
        var unknown = new BatchOutcome.Failed(ErrorCode.Effect.UNAVAILABLE, "on-fire", "");

        var read = BatchCodec.decodeResponse(BatchCodec.encode(response(BatchReply.first(unknown))));

        assertThat(read.replies().get(0).outcome()).isEqualTo(unknown);
        assertThat(unknown.known()).isEmpty();
    }

    private static BatchRequest request(BatchOperation operation) {
        return new BatchRequest(List.of(operation));
    }

    private static BatchResponse response(BatchReply reply) {
        return new BatchResponse(BatchSamples.TIME_MILLIS, List.of(reply));
    }

    static void refuseOrDecodeRequest(byte[] damaged) {
        BatchRequest decoded;
        try {
            decoded = BatchCodec.decodeRequest(damaged);
        } catch (FormatException e) {
            return;
        }
        assertThat(BatchCodec.encode(decoded)).isEqualTo(damaged);
    }

    static void refuseOrDecodeResponse(byte[] damaged) {
        BatchResponse decoded;
        try {
            decoded = BatchCodec.decodeResponse(damaged);
        } catch (FormatException e) {
            return;
        }
        assertThat(BatchCodec.encode(decoded)).isEqualTo(damaged);
    }

    private static Consumer<byte[]> refused(Consumer<byte[]> decoder) {
        return bytes -> assertThatThrownBy(() -> decoder.accept(bytes)).isInstanceOf(FormatException.class);
    }

    private interface Check<T> {
        void of(String name, T sample) throws Exception;
    }

    private static <T> Stream<DynamicTest> each(Map<String, T> samples, Check<T> check) {
        return samples.entrySet().stream()
                .map(sample ->
                        DynamicTest.dynamicTest(sample.getKey(), () -> check.of(sample.getKey(), sample.getValue())));
    }
}
