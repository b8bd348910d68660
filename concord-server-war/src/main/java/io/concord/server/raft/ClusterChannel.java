package io.concord.server.raft;

import io.concord.server.config.ClusterTls;
import io.concord.server.config.NodeConfig;
import org.jgroups.JChannel;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;
import org.jgroups.util.TLSClientAuth;

/** Builds the channel to the other members: from the stack file, with the node's certificates, and only if it is safe. */
final class ClusterChannel {
    private ClusterChannel() {}

    /**
     * A channel that has opened no port yet.
     *
     * @throws NodeStartException naming everything in the stack that is not safe
     * @throws Exception if JGroups cannot build the stack
     */
    static JChannel open(NodeConfig config) throws Exception {
        try (var stack = new StackFile(config).open()) {
            var channel = new JChannel(stack).name(config.nodeId());
            try {
                secure(channel.getProtocolStack(), config);
                return channel;
            } catch (NodeStartException e) {
                channel.close();
                throw e;
            }
        }
    }

    /** @throws NodeStartException naming everything in the stack that is not safe */
    static void secure(ProtocolStack stack, NodeConfig config) {
        config.tls().ifPresent(certificates -> encrypt(stack.getTransport(), certificates));
        WatchedDns.watch(stack, config.tls().isPresent());
        StackSafety.require(stack, config);
    }

    /**
     * The consensus in a stack.
     *
     * @throws IllegalArgumentException if the stack has none; the channel is then closed
     */
    static ConcordRaft consensusIn(JChannel channel) {
        ConcordRaft protocol = channel.getProtocolStack().findProtocol(ConcordRaft.class);
        if (protocol == null) {
            channel.close();
            throw new IllegalArgumentException(
                    "it has no " + ConcordRaft.class.getName() + ", which decides; put it at the top");
        }
        return protocol;
    }

    /** In code and not in the stack file: then passwords are in no text, and an operator's own stack gets TLS as well. */
    private static void encrypt(TP transport, ClusterTls certificates) {
        if (transport instanceof TCP tcp) {
            var tls = new BoundedTls();
            tls.enabled(true)
                    .setProtocols(new String[] {"TLSv1.3"})
                    .setClientAuth(TLSClientAuth.NEED)
                    .setKeystoreType("pkcs12")
                    .setKeystorePath(certificates.keystore().toString())
                    .setKeystorePassword(certificates.keystorePassword())
                    .setTruststoreType("pkcs12")
                    .setTruststorePath(certificates.truststore().toString())
                    .setTruststorePassword(certificates.truststorePassword());
            tcp.tls(tls);
        }
    }
}
