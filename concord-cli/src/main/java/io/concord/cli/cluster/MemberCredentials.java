package io.concord.cli.cluster;

import java.nio.file.Path;

/**
 * With what a node proves to the others that it is a member.
 *
 * @param keystore PKCS12 with the node's key and its certificate
 * @param truststore PKCS12 with the certificate of the cluster's authority
 * @param password of both
 */
record MemberCredentials(Path keystore, Path truststore, String password) {
    /** The files alone. */
    @Override
    public String toString() {
        return "MemberCredentials[keystore=" + keystore + ", truststore=" + truststore + "]";
    }
}
