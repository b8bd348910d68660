package io.concord.server.config;

import java.nio.file.Path;

/**
 * The certificates with which the members prove to each other that they belong to the cluster. Whoever has one that the
 * trust store accepts is a member: the authority in it is to sign for this cluster alone.
 *
 * @param keystore PKCS12; this node's private key and its certificate chain
 * @param keystorePassword of the store and of the key in it
 * @param truststore PKCS12; the certificates of the cluster's own authority
 * @param truststorePassword of that store
 */
public record ClusterTls(Path keystore, String keystorePassword, Path truststore, String truststorePassword) {
    /** The files alone: this may be logged. */
    @Override
    public String toString() {
        return "ClusterTls[keystore=" + keystore + ", truststore=" + truststore + "]";
    }
}
