package io.concord.core.state;

import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.model.Author;
import io.concord.core.model.Key;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.RequestId;
import io.concord.core.token.TokenId;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The questions that a script may ask of a view: {@code get key=a}, {@code list prefix=a revision=3}, {@code state}. */
record ViewConsole(KeyspaceView view) {
    private static final Set<String> VERBS = Set.of(
            "get",
            "list",
            "state",
            "namespaces",
            "leases",
            "revocations",
            "rules",
            "tokens",
            "keys",
            "history",
            "outcome",
            "restore-progress");

    boolean knows(String verb) {
        return VERBS.contains(verb);
    }

    String run(Arguments line) {
        return switch (line.verb()) {
            case "get" -> view.get(line.at()).map(Shown::entry).orElse("absent");
            case "list" -> list(line);
            case "namespaces" -> namespaces();
            case "leases" -> leases();
            case "revocations" -> revocations();
            case "rules" -> rules();
            case "tokens" -> tokens(line);
            case "keys" -> keys();
            case "history" -> history(line);
            case "outcome" -> outcome(line);
            case "restore-progress" -> view.restore().map(Object::toString).orElse("none");
            default -> state();
        };
    }

    /** What would come of a transaction. */
    String evaluate(Operation operation) {
        return Shown.outcome(
                view.evaluate((Operation.Transaction) operation, new Author("", "alice"), LeaseRights.OWN));
    }

    private String list(Arguments line) {
        if (!line.has("revision")) {
            return list(view.range(line.namespace(), line.keys()), line);
        }
        return view.rangeAt(line.namespace(), line.keys(), line.number("revision", 0))
                .map(range -> list(range, line))
                .orElse("not known");
    }

    private static String list(EntryRange range, Arguments line) {
        var rest = line.has("after") ? range.after(new Key(line.text("after", ""))) : range;
        if (line.says("count")) {
            return rest.count() + " entries";
        }
        return lines(rest, Shown::entry);
    }

    private static <T> String lines(Iterable<T> things, Function<T, String> shown) {
        String text =
                StreamSupport.stream(things.spliterator(), false).map(shown).collect(Collectors.joining("\n"));
        return text.isEmpty() ? "nothing" : text;
    }

    private String namespaces() {
        return lines(
                view.namespaces(),
                summary -> String.format(
                        "%s entries=%d bytes=%d%s",
                        summary.namespace(), summary.entries(), summary.bytes(), settings(summary.settings())));
    }

    private static String settings(NamespaceSettings settings) {
        return settings.equals(NamespaceSettings.NONE)
                ? ""
                : String.format(
                        " (ttl %d, at most %d entries, %d bytes)",
                        settings.defaultTtlMillis(), settings.entriesMax(), settings.bytesMax());
    }

    private String leases() {
        return lines(
                view.leases(),
                lease -> String.format(
                        "%d ttl=%d until=%d owner=%s entries=%s",
                        lease.id(), lease.ttlMillis(), lease.deadlineMillis(), lease.owner(), view.entriesOf(lease)));
    }

    private String revocations() {
        return lines(
                view.revocations(),
                revocation -> String.format(
                        "%d until=%s %s",
                        revocation.id(),
                        revocation.deadlineMillis() == Revocation.FOREVER ? "ever" : revocation.deadlineMillis(),
                        revocation.tokens()));
    }

    private String rules() {
        return "of revision " + view.rules().revision() + "\n"
                + lines(view.rules(), stored -> stored.rule().name() + " of revision " + stored.revision());
    }

    private String tokens(Arguments line) {
        return lines(
                line.has("after") ? view.tokensAfter(new TokenId(line.text("after", ""))) : view.tokens(),
                token -> String.format(
                        "%s %s%s%s key=%s by=%s created=%d expires=%d until=%d%s",
                        token.id(),
                        token.bearer().name(),
                        token.bearer().groups(),
                        token.bearer().grants().isEmpty() ? "" : token.bearer().grants(),
                        token.key(),
                        token.by(),
                        token.createdMillis(),
                        token.expiresMillis(),
                        token.deadlineMillis(),
                        token.revoked()
                                .map(end -> String.format(
                                        " revoked=%d by=%s at=%d", end.revocationId(), end.by(), end.atMillis()))
                                .orElse("")));
    }

    private String keys() {
        return lines(
                view.signingKeys(),
                key -> String.format(
                        "%s by=%s created=%d retired=%d until=%d",
                        key.id(), key.by(), key.createdMillis(), key.retiredMillis(), key.neededUntilMillis()));
    }

    private String history(Arguments line) {
        var history = view.history();
        return lines(
                history.from(line.number("revision", history.oldestRevision())),
                commit -> commit.revision() + " by " + commit.author() + " at " + commit.writtenMillis()
                        + Shown.commit(commit));
    }

    private String outcome(Arguments line) {
        var author = new Author(line.text("issuer", ""), line.text("by", "alice"));
        return view.outcomeOf(author, new RequestId(line.text("id", "")))
                .map(Shown::outcome)
                .orElse("not known");
    }

    private String state() {
        return String.format(
                "revision=%d clock=%d time=%d entries=%d bytes=%d requests=%d horizon=%d commits=%d from %d",
                view.revision(),
                view.clockMillis(),
                view.timeMillis(),
                view.entryCount(),
                view.bytes(),
                view.requestsRemembered(),
                view.requestHorizonMillis(),
                view.history().size(),
                view.history().oldestRevision());
    }
}
