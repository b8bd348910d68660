package io.concord.it;

import java.security.PublicKey;

/** One kind of token that a cluster accepts: what is in it, and how it is signed by whoever may. */
interface TokenKind {
    /** For the names of tests. */
    String name();

    /** What a good token begins with. */
    RawJson header();

    /** What a good token of an administrator says. */
    RawJson claims();

    /** The signature of the holder of the key, over anything. */
    byte[] signature(String signed);

    /** What everybody knows. */
    PublicKey publicKey();
}
