package io.concord.server.http;

import io.concord.core.model.Entry;
import io.concord.core.model.Precondition;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110 §8.8.3) for revisions: entry 17 has the tag {@code "17"}. */
final class EntityTags {
    /** Possessive throughout: a repetition that may go back recurses once a tag and overflows the stack. */
    private static final Pattern LIST =
            Pattern.compile("\\s*+(?:W/)?+\"[^\"]*+\"(?:\\s*+,\\s*+(?:W/)?+\"[^\"]*+\")*+\\s*+");

    private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"");
    private static final Pattern REVISION = Pattern.compile("[1-9]\\d{0,17}");

    private EntityTags() {}

    static String of(long revision) {
        return '"' + Long.toString(revision) + '"';
    }

    /**
     * The precondition of a write.
     *
     * @param ifMatch {@code *} or tags; a tag that is weak or not of a revision matches nothing
     * @param ifNoneMatch {@code *} only
     */
    static Precondition precondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch != null && ifNoneMatch != null) {
            throw invalid("If-Match and If-None-Match exclude each other on a write");
        }
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.strip().equals("*")) {
                throw invalid("If-None-Match on a write is '*' (create if absent)");
            }
            return Precondition.absent();
        }
        if (ifMatch == null) {
            return Precondition.none();
        }
        return ifMatch.strip().equals("*") ? Precondition.present() : Precondition.revisionIn(revisions(ifMatch));
    }

    /** Whether a read's {@code If-None-Match} says that the caller has this entry already. */
    static boolean callerHas(Entry entry, Optional<String> ifNoneMatch) {
        return ifNoneMatch
                .map(header -> header.strip().equals("*")
                        || checked(header, "If-None-Match")
                                .matcher(header)
                                .results()
                                .anyMatch(tag -> tag.group(2).equals(Long.toString(entry.revision()))))
                .orElse(false);
    }

    private static long[] revisions(String header) {
        return checked(header, "If-Match")
                .matcher(header)
                .results()
                .filter(tag ->
                        tag.group(1) == null && REVISION.matcher(tag.group(2)).matches())
                .mapToLong(tag -> Long.parseLong(tag.group(2)))
                .toArray();
    }

    private static Pattern checked(String header, String name) {
        if (!LIST.matcher(header).matches()) {
            throw invalid(name + " is '*' or a list of quoted entity tags such as \"17\"");
        }
        return TAG;
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
