package io.concord.server.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on loopback, which knows the addresses of members and may change its mind. */
public final class NameServer implements AutoCloseable {
    public static final String MEMBERS = "concord-members.test.";
    public static final String SERVICE = "_cluster._tcp.concord-members.test.";

    private static final int TTL_SECONDS = 0;

    private final DatagramSocket socket;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();

    public NameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** As {@code concord.cluster.dns.server} has it. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Every question so far, such as {@code A concord-members.test.}. */
    public Collection<String> questions() {
        return questions;
    }

    /** From now on it knows these members alone, under {@link #MEMBERS} and under {@link #SERVICE}. */
    public void know(InetSocketAddress... members) {
        var news = Arrays.stream(members)
                .flatMap(member -> {
                    var host =
                            name("host-" + member.getAddress().getHostAddress().replace('.', '-') + ".test.");
                    return List.<Record>of(
                            new ARecord(name(MEMBERS), DClass.IN, TTL_SECONDS, member.getAddress()),
                            new ARecord(host, DClass.IN, TTL_SECONDS, member.getAddress()),
                            new SRVRecord(name(SERVICE), DClass.IN, TTL_SECONDS, 10, 100, member.getPort(), host))
                            .stream();
                })
                .distinct()
                .toList();
        records.clear();
        records.addAll(news);
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                var answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private Message answer(Message query) {
        var question = query.getQuestion();
        questions.add(Type.string(question.getType()) + " " + question.getName());
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(question, Section.QUESTION);
        records.stream()
                .filter(known -> known.getName().equals(question.getName()) && known.getType() == question.getType())
                .forEach(known -> answer.addRecord(known, Section.ANSWER));
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }
}
