package io.concord.server.raft;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jgroups.Address;
import org.jgroups.protocols.dns.DNSResolver;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.stack.IpAddress;
import org.jgroups.stack.ProtocolStack;

/**
 * What DNS says of the members, with three things that JGroups leaves out: an operator is told when it says nothing; what it
 * said last is good until it says something else; and a node without TLS asks this machine alone, whatever DNS says, because
 * whoever it asks is taken for a member.
 */
final class WatchedDns implements DNSResolver {
    private static final System.Logger LOG = System.getLogger(WatchedDns.class.getName());

    private final DNSResolver dns;
    private final boolean encrypted;
    private final Map<String, List<Address>> last = new ConcurrentHashMap<>();
    private final NoticeLimit notices = new NoticeLimit();

    WatchedDns(DNSResolver dns, boolean encrypted) {
        this.dns = dns;
        this.encrypted = encrypted;
    }

    /** Puts itself between a stack and its DNS, if it has any. */
    static void watch(ProtocolStack stack, boolean encrypted) {
        DNS_PING protocol = stack.findProtocol(DNS_PING.class);
        if (protocol != null) {
            protocol.dnsResolver(new WatchedDns(protocol.dnsResolver(), encrypted));
        }
    }

    @Override
    public List<Address> resolveIps(String name, DNSRecordType type) {
        var found = dns.resolveIps(name, type);
        if (found.isEmpty()) {
            var known = last.getOrDefault(name, List.of());
            warn("DNS has no " + type + " records for '" + name + "'; "
                    + (known.isEmpty() ? "this node finds nobody by it" : "what it said before is used: " + known));
            return known;
        }
        var allowed = found.stream().filter(this::isAllowed).toList();
        if (allowed.size() < found.size()) {
            warn("DNS says of '" + name + "' " + found + "; without TLS between the members those on loopback are asked"
                    + " alone");
        }
        last.put(name, allowed);
        return allowed;
    }

    @Override
    public void close() {
        dns.close();
    }

    private boolean isAllowed(Address address) {
        return encrypted
                || (address instanceof IpAddress place && place.getIpAddress().isLoopbackAddress());
    }

    private void warn(String notice) {
        if (notices.isNew(notice)) {
            LOG.log(Level.WARNING, notice);
        }
    }
}
