package io.concord.jcache.settings;

import io.concord.jcache.api.TokenSupplier;
import java.nio.file.Path;

/** Where the token comes from; none of them ever shows it. */
public sealed interface TokenOrigin {

    /** Nobody gave a token: requests carry none. */
    record None() implements TokenOrigin {}

    /** The token itself. */
    record Fixed(String token) implements TokenOrigin {
        @Override
        public String toString() {
            return "Fixed[…]";
        }
    }

    /** A file that holds it. */
    record InFile(Path file) implements TokenOrigin {}

    /** The application's own code. */
    record Supplied(TokenSupplier supplier) implements TokenOrigin {
        @Override
        public String toString() {
            return "Supplied[" + supplier.getClass().getName() + "]";
        }
    }
}
