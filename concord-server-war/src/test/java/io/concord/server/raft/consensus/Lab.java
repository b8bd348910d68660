package io.concord.server.raft.consensus;

import io.concord.core.format.FormatLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Some members on a table: the test passes each message on, or holds it back, and decides what time it is. */
final class Lab {
    static final Settings SETTINGS = Settings.of(1_000);

    private final Map<String, Consensus> members = new LinkedHashMap<>();
    private final Map<String, MemoryStorage> storages = new LinkedHashMap<>();
    private final List<Envelope> mail = new ArrayList<>();
    private final List<Envelope> sent = new ArrayList<>();
    private final Map<String, Integer> formatLevels = new HashMap<>();
    private final Set<String> down = new HashSet<>();
    private Predicate<Envelope> held = envelope -> false;
    private final Settings settings;
    private long now = 10_000;

    /** Founding members of a new cluster. */
    Lab(String... ids) {
        this(SETTINGS, ids);
    }

    /** The same, of releases that read these levels of formats. */
    Lab(ToIntFunction<String> formatLevels, String... ids) {
        this(SETTINGS, formatLevels, ids);
    }

    /** The same, with settings that may lack a safeguard. */
    Lab(Settings settings, String... ids) {
        this(settings, id -> FormatLevel.FIRST, ids);
    }

    private Lab(Settings settings, ToIntFunction<String> levels, String... ids) {
        this.settings = settings;
        for (var id : ids) {
            formatLevels.put(id, levels.applyAsInt(id));
        }
        for (var id : ids) {
            storages.put(id, new MemoryStorage());
            start(id, incarnation(id, 1), List.of(ids));
        }
        connectAll();
    }

    static UUID incarnation(String id, long number) {
        return new UUID(id.hashCode(), number);
    }

    Consensus member(String id) {
        return java.util.Objects.requireNonNull(members.get(id));
    }

    MemoryStorage storage(String id) {
        return java.util.Objects.requireNonNull(storages.get(id));
    }

    long propose(String id, byte[] data) {
        return member(id).propose(data, now);
    }

    Proposed promote(String leader, String id) {
        return member(leader).promote(id, now);
    }

    Proposed remove(String leader, String id) {
        return member(leader).remove(id, now);
    }

    /** The cluster's time as a member knows it. */
    long timeMillis(String id) {
        return member(id).member().timeMillis();
    }

    long now() {
        return now;
    }

    Proposed raiseFormatLevel(String leader) {
        return member(leader).raiseFormatLevel(now);
    }

    /** From its next start on, a member is of a release that reads this level. */
    void release(String id, int formatLevel) {
        formatLevels.put(id, formatLevel);
    }

    private int formatLevel(String id) {
        return formatLevels.getOrDefault(id, FormatLevel.FIRST);
    }

    /** Another node with an empty disk, that founds nothing. */
    void join(String id) {
        storages.put(id, new MemoryStorage());
        start(id, incarnation(id, 1), List.of());
        connectAll();
    }

    /** The member comes back with an empty disk, and thinks, if it is told so, that it founds a cluster. */
    void wipe(String id, List<String> founders) {
        storages.put(id, new MemoryStorage());
        start(id, incarnation(id, 2), founders);
        connectAll();
    }

    /** The member comes back with the disk that it had. */
    void restart(String id) {
        down.remove(id);
        var before = member(id);
        var self = new Self(
                id,
                before.self().incarnation(),
                before.cluster(),
                formatLevel(id),
                before.self().founders());
        start(id, self);
        connectAll();
    }

    /** The member's disk has forgotten its vote, and nothing else. */
    void forgetVote(String id) {
        storage(id).save(new HardState(storage(id).hardState().term(), null));
    }

    void stop(String id) {
        down.add(id);
        connectAll();
    }

    void resume(String id) {
        down.remove(id);
        connectAll();
    }

    /** Holds back what matches, instead of what was held back before. */
    void hold(Predicate<Envelope> which) {
        held = which;
    }

    /** Cuts a member off, without the transport noticing. */
    void isolate(String id) {
        hold(envelope -> envelope.from().equals(id) || envelope.to().equals(id));
    }

    void deliverAll() {
        hold(envelope -> false);
        deliver();
    }

    /** Passes on what is not held back, and what comes of it, until all is quiet. */
    void deliver() {
        for (var round = 0; round < 1_000; round++) {
            List.copyOf(members.keySet()).forEach(this::settle);
            var moving = mail.stream().filter(held.negate()).toList();
            if (moving.isEmpty()) {
                return;
            }
            mail.removeAll(moving);
            for (var envelope : moving) {
                if (!down.contains(envelope.to()) && members.containsKey(envelope.to())) {
                    member(envelope.to()).receive(envelope, now);
                }
            }
        }
        throw new AssertionError("the members do not come to rest");
    }

    /** What is held back is lost. */
    void loseMail() {
        mail.clear();
    }

    /** Time passes in small steps, with everything delivered that may be. */
    void pass(long millis) {
        for (var end = now + millis; now < end; ) {
            now += 10;
            members.forEach((id, member) -> {
                if (!down.contains(id)) {
                    member.tick(now);
                }
            });
            deliver();
        }
    }

    /** Time passes while this member stands still. */
    void passWithout(String id, long millis) {
        down.add(id);
        pass(millis);
        down.remove(id);
    }

    /** Elects a leader and returns it. */
    String elect() {
        pass(3_000);
        return leader();
    }

    String leader() {
        return members.keySet().stream()
                .filter(id -> !down.contains(id) && member(id).isLeader())
                .reduce((a, b) -> member(a).term() > member(b).term() ? a : b)
                .orElseThrow(() -> new AssertionError("nobody leads"));
    }

    List<String> others(String id) {
        return members.keySet().stream().filter(other -> !other.equals(id)).toList();
    }

    /** Everything that was ever sent. */
    List<Envelope> sent() {
        return sent;
    }

    void settle(String id) {
        if (down.contains(id)) {
            return;
        }
        var member = member(id);
        member.flush();
        post(member.outbox().takeEarly());
        member.synced();
        member.flush();
        post(member.outbox().takeEarly());
        post(member.outbox().takeLate());
    }

    private void post(List<Envelope> envelopes) {
        mail.addAll(envelopes);
        sent.addAll(envelopes);
    }

    private void start(String id, UUID incarnation, List<String> founders) {
        start(id, new Self(id, incarnation, null, formatLevel(id), founders));
    }

    private void start(String id, Self self) {
        members.put(id, new Consensus(settings, self, storage(id), new Random(id.hashCode()), now));
    }

    private void connectAll() {
        for (var id : members.keySet()) {
            var ids = new HashSet<>(members.keySet());
            ids.remove(id);
            ids.removeAll(down);
            ids.forEach(other -> member(id).announced(other, formatLevel(other)));
            member(id).connected(ids, now);
        }
    }
}
