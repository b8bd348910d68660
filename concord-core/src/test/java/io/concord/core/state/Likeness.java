package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** That a view is what the naive store holds, counts what it counts, and shows nothing that has expired. */
record Likeness(NaiveStore naive, KeyspaceView view) {

    void check() {
        assertThat(view.revision()).isEqualTo(naive.state().revision);
        assertThat(view.clockMillis()).isEqualTo(naive.clockMillis());
        assertThat(view.timeMillis()).isEqualTo(naive.timeMillis());
        assertThat(view.requestsRemembered()).isEqualTo(naive.requestsRemembered());
        assertThat(view.requestHorizonMillis()).isEqualTo(naive.forgottenUpToMillis());
        checkEntries();
        checkNamespaces();
        checkLeases();
        assertThat(view.revocations())
                .containsExactlyElementsOf(naive.state().revocations.values());
        assertThat(view.tokens()).containsExactlyElementsOf(naive.state().tokens.values());
        assertThat(view.signingKeys()).isEqualTo(naive.state().keys);
        checkHistory();
    }

    private void checkEntries() {
        var entries = naive.state().entries;
        for (var namespace : naive.state().namespaces.keySet()) {
            var range = view.range(namespace, KeyRange.ALL);
            assertThat(list(range)).isEqualTo(expected(entries, namespace, KeyRange.ALL));
            assertThat(range).allMatch(entry -> entry.lifetime().deadlineMillis() > view.timeMillis());
        }
        entries.forEach((name, entry) -> assertThat(view.get(name)).contains(entry));
        assertThat(view.entryCount()).isEqualTo(entries.size());
        assertThat(view.bytes())
                .isEqualTo(
                        entries.values().stream().mapToLong(NaiveState::bytes).sum());
    }

    private void checkNamespaces() {
        var state = naive.state();
        var expected = state.namespaces.entrySet().stream()
                .map(space -> new NamespaceSummary(
                        space.getKey(), space.getValue(), state.count(space.getKey()), state.bytes(space.getKey())))
                .sorted(Comparator.comparing(NamespaceSummary::namespace))
                .toList();
        assertThat(view.namespaces()).isEqualTo(expected);
    }

    private void checkLeases() {
        var state = naive.state();
        assertThat(view.leases())
                .containsExactlyElementsOf(state.leases.values().stream()
                        .sorted(Comparator.comparingLong(Lease::id))
                        .toList());
        for (var lease : view.leases()) {
            assertThat(lease.deadlineMillis()).isGreaterThan(view.timeMillis());
            assertThat(view.entriesOf(lease)).isEqualTo(state.ofLease(lease.id()));
        }
    }

    private void checkHistory() {
        var commits = new ArrayList<NaiveStore.Past>();
        for (var commit : view.history().from(view.history().oldestRevision())) {
            var events = new ArrayList<ChangeEvent>();
            commit.forEach(events::add);
            assertThat(commit.size()).isEqualTo(events.size());
            commits.add(
                    new NaiveStore.Past(commit.revision(), commit.author(), commit.writtenMillis(), events, Map.of()));
        }
        assertThat(commits)
                .isEqualTo(naive.history().stream()
                        .map(past -> new NaiveStore.Past(
                                past.revision(), past.author(), past.writtenMillis(), past.events(), Map.of()))
                        .toList());
        assertThat(view.history().bytes()).isEqualTo(naive.historyBytes());
        assertThat(view.history().oldestRevision()).isEqualTo(view.revision() - commits.size() + 1);
    }

    /** Now, and as of a revision; there without lifetimes, which are no part of what is written. */
    void checkRange(Namespace namespace, KeyRange keys, long revision) {
        var expected = expected(naive.state().entries, namespace, keys);
        var range = view.range(namespace, keys);
        assertThat(list(range)).isEqualTo(expected);
        assertThat(range.count()).isEqualTo(expected.size());
        if (!expected.isEmpty()) {
            var first = expected.get(0).key();
            assertThat(list(range.after(first))).isEqualTo(expected.subList(1, expected.size()));
        }
        assertThat(view.rangeAt(namespace, keys, revision).map(Likeness::withoutLifetimes))
                .isEqualTo(naive.at(revision).map(entries -> withoutLifetimes(expected(entries, namespace, keys))));
    }

    private static List<Entry> expected(Map<EntryName, Entry> entries, Namespace namespace, KeyRange keys) {
        return entries.entrySet().stream()
                .filter(entry -> NaiveConditions.within(entry.getKey(), namespace, keys))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static List<Entry> withoutLifetimes(Iterable<Entry> entries) {
        return list(entries).stream().map(entry -> entry.with(Lifetime.FOREVER)).toList();
    }

    private static List<Entry> list(Iterable<Entry> entries) {
        var list = new ArrayList<Entry>();
        entries.forEach(list::add);
        return list;
    }
}
