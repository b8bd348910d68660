package io.concord.it;

import java.security.PublicKey;

/** One kind of token that a cluster accepts: what is in it, and how it is signed by whoever may. */
interface TokenKind {
    /** For the names of tests. */
    String name();

    /** A good token of an administrator, which the others are made of. */
    String good();

    /** Whether the tests have the key, and so can sign what is odd. */
    boolean signs();

    /** What a good token begins with. */
    RawJson header();

    /** What a good token says. */
    RawJson claims();

    /** The signature of the holder of the key, over anything; fails where the tests are not the holder. */
    byte[] signature(String signed);

    /** What everybody knows. */
    PublicKey publicKey();
}
