package io.concord.core.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What revisions alone tell, across all keys: each is given to one commit, and they respect real time. What an operation wrote or
 * saw had happened when it returned, so whatever was invoked later comes after it.
 */
final class RevisionOrder {
    private final List<Violation> violations = new ArrayList<>();
    private final Map<Long, TreeMap<String, Step>> writers = new HashMap<>();
    private final Map<String, TreeMap<Long, Step.Write>> writersByKey = new HashMap<>();
    private final Map<String, Step> newestOfKey = new HashMap<>();
    private @Nullable Step newest;

    private RevisionOrder() {}

    /** Checks steps that certainly happened. */
    static List<Violation> check(List<Step> steps) {
        var order = new RevisionOrder();
        steps.forEach(order::register);
        steps.forEach(order::requireNothingMissed);
        order.sweep(steps);
        return order.violations;
    }

    private void register(Step step) {
        if (step instanceof Step.Write write) {
            var other = writers.computeIfAbsent(write.entryRevision(), revision -> new TreeMap<>())
                    .put(write.operation().key(), write);
            var first = writers.getOrDefault(write.entryRevision(), new TreeMap<>())
                    .firstEntry()
                    .getValue();
            if (other != null
                    || !first.operation().commit().equals(write.operation().commit())) {
                report("two writes have the revision " + write.entryRevision(), other == null ? first : other, write);
            }
            writersByKey
                    .computeIfAbsent(write.operation().key(), key -> new TreeMap<>())
                    .put(write.entryRevision(), write);
        }
    }

    /** A read that is true at a revision of the store has seen all writes up to it. */
    private void requireNothingMissed(Step step) {
        if (!(step instanceof Step.Observation seen) || seen.entryRevision() == 0) {
            return;
        }
        var writes = writersByKey.getOrDefault(seen.operation().key(), new TreeMap<>());
        var last = writes.floorEntry(seen.position());
        if (last != null && last.getKey() > seen.entryRevision()) {
            report(
                    "what is true at revision " + seen.position() + " of the store must show the write of revision "
                            + last.getKey(),
                    last.getValue(),
                    seen);
        }
        var writers = this.writers.get(seen.entryRevision());
        if (writers != null && !writers.containsKey(seen.operation().key())) {
            report(
                    "revision " + seen.entryRevision() + " wrote another key",
                    writers.firstEntry().getValue(),
                    seen);
        }
    }

    /** Walks through time; of what happens at one moment the invocations come first. */
    private void sweep(List<Step> steps) {
        var byInvocation = new ArrayList<>(steps);
        byInvocation.sort(Comparator.comparingLong(Step::invoked));
        var byReturn = new ArrayList<>(steps);
        byReturn.sort(Comparator.comparingLong(Step::returned));
        var returned = 0;
        for (var step : byInvocation) {
            while (byReturn.get(returned).returned() < step.invoked()) {
                remember(byReturn.get(returned++));
            }
            compare(step);
        }
    }

    private void remember(Step returned) {
        if (newest == null || returned.position() > newest.position()) {
            newest = returned;
        }
        newestOfKey.merge(
                returned.operation().key(),
                returned,
                (before, now) -> now.entryRevision() > before.entryRevision() ? now : before);
    }

    private void compare(Step step) {
        if (newest != null && step instanceof Step.Write && step.entryRevision() <= newest.position()) {
            report("a write has a revision that is not above what was returned before it was invoked", newest, step);
        }
        if (newest != null && isBehind(step, newest.position())) {
            report("an answer is from before what was returned before it was invoked", newest, step);
        }
        var ofKey = newestOfKey.get(step.operation().key());
        if (ofKey != null
                && step instanceof Step.Observation
                && step.entryRevision() > 0
                && step.entryRevision() < ofKey.entryRevision()) {
            report("a read went back behind what was returned before it was invoked", ofKey, step);
        }
    }

    private static boolean isBehind(Step step, long position) {
        return step instanceof Step.Observation seen && seen.storeRevision() > 0 && seen.storeRevision() < position;
    }

    private void report(String rule, Step first, Step second) {
        violations.add(new Violation(second.operation().key(), rule, List.of(first.operation(), second.operation())));
    }
}
