package io.concord.it;

import java.util.List;
import java.util.Optional;

/**
 * A way to get in that must not work, and the same way without its flaw, which works: so it is the flaw that is refused.
 *
 * @param name what is wrong with it
 * @param badForm whether the flaw is one of the request's form, so that the answer may be 400 or none at all
 */
record Forgery(String name, Pass forged, Pass twin, boolean badForm) {
    /**
     * What a request carries to be let in.
     *
     * @param headers lines without their ends
     * @param query what is added to the target's query; empty for nothing
     * @param form in place of the request's body
     */
    record Pass(List<String> headers, String query, Optional<String> form) {
        static Pass headers(String... lines) {
            return new Pass(List.of(lines), "", Optional.empty());
        }

        static Pass bearer(String token) {
            return headers("Authorization: Bearer " + token);
        }
    }

    /** A token against another token. */
    static Forgery token(String name, String forged, String twin) {
        return new Forgery(name, Pass.bearer(forged), Pass.bearer(twin), false);
    }

    /** Other headers against the plain one. */
    static Forgery headers(String name, String twin, String... lines) {
        return new Forgery(name, Pass.headers(lines), Pass.bearer(twin), false);
    }

    Forgery asBadForm() {
        return new Forgery(name, forged, twin, true);
    }

    @Override
    public String toString() {
        return name;
    }
}
