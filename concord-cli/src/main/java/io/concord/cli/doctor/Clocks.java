package io.concord.cli.doctor;

import java.time.Instant;

/**
 * What one question and its answer tell of a member's clock, as NTP reckons it.
 *
 * @param roundTripMillis of question and answer, without the time in which the member thought
 * @param offsetMillis by which its clock is ahead of this machine's
 * @param errorMillis by which the offset may be wrong: half of the way
 */
record Clocks(double roundTripMillis, double offsetMillis, double errorMillis) {
    /**
     * From the four times.
     *
     * @param asked by this machine's clock
     * @param elapsedMillis until the answer was here
     * @param received by the member's clock
     * @param answered by the member's clock
     */
    static Clocks of(Instant asked, double elapsedMillis, Instant received, Instant answered) {
        double thought = answered.toEpochMilli() - received.toEpochMilli();
        // A clock that was set meanwhile tells nothing better than that it is at most so far away.
        double roundTrip = Math.max(0, elapsedMillis - thought);
        double offset = received.toEpochMilli() - (asked.toEpochMilli() + roundTrip / 2);
        return new Clocks(roundTrip, offset, roundTrip / 2);
    }
}
