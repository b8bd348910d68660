package io.concord.server.raft;

import io.concord.server.config.NodeConfig;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jgroups.protocols.BPING;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.MPING;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.raft.CLIENT;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.jgroups.protocols.raft.election.BaseElection;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.jgroups.util.TLSClientAuth;

/**
 * Refuses a stack through which others than the members could read, change or disturb. It looks at the stack as it was
 * built, because what a file leaves out has defaults, and an operator may have a file of his own.
 */
final class StackSafety {
    private final List<String> problems = new ArrayList<>();

    private StackSafety() {}

    /** @throws NodeStartException naming each protocol that is not safe, and what to do */
    static void require(ProtocolStack stack, NodeConfig config) {
        var safety = new StackSafety();
        var transport = stack.getTransport();
        safety.checkTransport(transport);
        stack.getProtocols().forEach(protocol -> safety.checkProtocol(protocol, isLoopback(transport)));
        if (!safety.problems.isEmpty()) {
            throw new NodeStartException("the JGroups stack " + config.raft().stack() + " is not safe:\n  - "
                    + String.join("\n  - ", safety.problems));
        }
    }

    private void checkTransport(TP transport) {
        if (!(transport instanceof TCP tcp)) {
            problems.add(transport.getName() + ": members are reached by TCP alone; use the transport TCP");
            return;
        }
        if (tcp.getDiagnosticsHandler().isEnabled()) {
            problems.add("TCP: its diagnostics answer and obey everybody; set diag.enabled=\"false\"");
        }
        if (!isLoopback(tcp) && !isMutual(tcp)) {
            problems.add(
                    "TCP: it is bound to " + tcp.getBindAddress() + ", where others can reach it, without TLS that asks"
                            + " for certificates; configure concord.cluster.tls.keystore and its neighbours, or bind it to a"
                            + " loopback address");
        }
    }

    private void checkProtocol(Protocol protocol, boolean loopback) {
        verdict(protocol, loopback).ifPresent(verdict -> problems.add(protocol.getName() + ": " + verdict));
    }

    private static Optional<String> verdict(Protocol protocol, boolean loopback) {
        if (protocol instanceof CLIENT) {
            return Optional.of("it executes commands of whoever reaches its port; remove it");
        }
        if (protocol instanceof REDIRECT) {
            return Optional.of("it executes commands past Concord's rules, and loses requests; remove it");
        }
        if (protocol instanceof BaseElection || (protocol instanceof RAFT && !(protocol instanceof ConcordRaft))) {
            return Optional.of("it would decide beside Concord's own consensus; put"
                    + " io.concord.server.raft.ConcordRaft in its place");
        }
        if (protocol instanceof FD_SOCK2 && !loopback) {
            return Optional.of("it opens a port that asks nobody for a certificate; remove it, and set"
                    + " enable_suspect_events=\"true\" at TCP");
        }
        if (protocol instanceof BPING || (protocol instanceof MPING multicast && !(loopback && staysHere(multicast)))) {
            return Optional.of("it asks the network for members, and answers everybody in it without TLS; remove it, or"
                    + " for development bind it and TCP to loopback with ip_ttl=\"0\"");
        }
        return Optional.empty();
    }

    private static boolean staysHere(MPING multicast) {
        return multicast.getTTL() == 0
                && (multicast.getBindAddr() == null || multicast.getBindAddr().isLoopbackAddress())
                && !multicast.isSendOnAllInterfaces()
                && !multicast.isReceiveOnAllInterfaces()
                && multicast.getSendInterfaces() == null
                && multicast.getReceiveInterfaces() == null;
    }

    private static boolean isMutual(TCP transport) {
        return transport.tls().enabled() && transport.tls().getClientAuth() == TLSClientAuth.NEED;
    }

    private static boolean isLoopback(TP transport) {
        InetAddress address = transport.getBindAddress();
        return address != null && address.isLoopbackAddress();
    }
}
