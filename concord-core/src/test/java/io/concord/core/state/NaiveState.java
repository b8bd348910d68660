package io.concord.core.state;

import io.concord.core.access.StoredRule;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Tags;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a naive store holds, in hash maps that are copied whole, and the events of the commit that is being made. */
final class NaiveState {
    final Map<Namespace, NamespaceSettings> namespaces =
            new HashMap<>(Map.of(Namespace.DEFAULT, NamespaceSettings.NONE));
    final Map<EntryName, Entry> entries = new HashMap<>();
    final Map<Long, Lease> leases = new HashMap<>();
    final List<ChangeEvent> events = new ArrayList<>();
    final Map<Long, Revocation> revocations = new TreeMap<>();
    final Map<String, StoredRule> rules = new TreeMap<>();
    long rulesRevision;
    final Map<TokenId, IssuedToken> tokens = new TreeMap<>();
    final List<SigningKey> keys = new ArrayList<>();
    long lastLeaseId;
    long lastRevocationId;
    long revision;
    long lastRestoreId;

    @Nullable NaiveRestore restore;

    boolean restored;
    long restoredWrittenMillis;

    /** A copy without events. */
    NaiveState copy() {
        var copy = new NaiveState();
        copy.namespaces.putAll(namespaces);
        copy.entries.putAll(entries);
        copy.leases.putAll(leases);
        copy.lastLeaseId = lastLeaseId;
        copy.revocations.putAll(revocations);
        copy.lastRevocationId = lastRevocationId;
        copy.rules.putAll(rules);
        copy.rulesRevision = rulesRevision;
        copy.tokens.putAll(tokens);
        copy.keys.addAll(keys);
        copy.revision = revision;
        copy.lastRestoreId = lastRestoreId;
        copy.restore = restore;
        return copy;
    }

    long revisionByNow() {
        return events.isEmpty() ? revision : revision + 1;
    }

    void write(EntryName at, Entry entry) {
        var previous = entries.put(at, entry);
        events.add(new ChangeEvent.EntryWritten(at.namespace(), entry, Optional.ofNullable(previous)));
    }

    /** Removes all names of which the test holds, in their order, and returns how many there were. */
    long delete(Predicate<EntryName> test) {
        return delete(test, false);
    }

    long delete(Predicate<EntryName> test, boolean quiet) {
        var names = named(test);
        for (var name : names) {
            events.add(new ChangeEvent.EntryDeleted(name.namespace(), removed(name), revision + 1, quiet));
        }
        return names.size();
    }

    void expire(List<EntryName> names) {
        for (var name : names) {
            events.add(new ChangeEvent.EntryExpired(name.namespace(), removed(name), revision + 1));
        }
    }

    List<EntryName> named(Predicate<EntryName> test) {
        return entries.keySet().stream().filter(test).sorted().toList();
    }

    List<EntryName> ofLease(long id) {
        return named(name -> entry(name).lifetime().leaseId() == id);
    }

    Entry entry(EntryName name) {
        return Objects.requireNonNull(entries.get(name));
    }

    NamespaceSettings settings(Namespace namespace) {
        return Objects.requireNonNull(namespaces.get(namespace));
    }

    private Entry removed(EntryName name) {
        var entry = entries.remove(name);
        if (entry == null) {
            throw new IllegalStateException(name + " is not there");
        }
        return entry;
    }

    long count(Namespace namespace) {
        return named(name -> name.namespace().equals(namespace)).size();
    }

    long bytes(Namespace namespace) {
        return named(name -> name.namespace().equals(namespace)).stream()
                .mapToLong(name -> bytes(entries.get(name)))
                .sum();
    }

    static long bytes(@Nullable Entry entry) {
        return entry == null
                ? 0
                : utf8(entry.key().text())
                        + entry.value().toByteArray().length
                        + utf8(entry.value().contentType())
                        + bytes(entry.tags());
    }

    static long bytes(Tags tags) {
        return tags.texts().stream().mapToLong(NaiveState::utf8).sum();
    }

    static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
