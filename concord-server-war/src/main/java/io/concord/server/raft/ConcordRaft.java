package io.concord.server.raft;

import io.concord.server.raft.consensus.Envelope;
import io.concord.server.raft.consensus.EnvelopeCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.annotations.MBean;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.Role;
import org.jgroups.raft.Options;
import org.jgroups.raft.util.Utils;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;

/**
 * The place of Concord's consensus in the JGroups stack: JGroups-raft's protocol with everything that decides replaced. It
 * carries messages between the replicas, unreliably and without ever waiting, because the algorithm itself deals with
 * loss, repetition and order; and it tells the replica who can be reached. What JGroups-raft's own code would do with
 * terms, votes, entries and reads does not run.
 */
@MBean(description = "Raft consensus of Concord")
public final class ConcordRaft extends RAFT {
    private static final System.Logger LOG = System.getLogger(ConcordRaft.class.getName());

    static {
        ClassConfigurator.add(ConsensusHeader.MAGIC_ID, ConsensusHeader.class);
    }

    /** What the protocol hands on; called on JGroups' threads, so it must not wait. */
    interface Receiver {
        /**
         * A message has come.
         *
         * @param formatLevel the highest that the sender reads
         */
        void onMessage(Envelope envelope, int formatLevel);

        /** Raft ids of all other members in the view, with the highest format level that each reads. */
        void onView(Map<String, Integer> formatLevels);

        /** How this member is now. */
        Standing standing();
    }

    /** This member's part, for JGroups' own tools. */
    record Standing(
            String role, @Nullable String leader, long term, long commitIndex, long lastIndex, List<String> voters) {
        static final Standing NONE = new Standing("Follower", null, 0, 0, 0, List.of());
    }

    private final Map<String, Address> addresses = new ConcurrentHashMap<>();
    private volatile @Nullable Receiver receiver;

    /** By JGroups, when it reads the stack. */
    public ConcordRaft() {
        id = RAFT_ID;
    }

    /** Before the channel connects. */
    void bind(Receiver newReceiver) {
        receiver = newReceiver;
    }

    /** Sends or drops; never waits. */
    void send(Envelope envelope) {
        var destination = addresses.get(envelope.to());
        if (destination != null) {
            down_prot.down(new BytesMessage(destination, EnvelopeCodec.encode(envelope))
                    .putHeader(id, ConsensusHeader.INSTANCE)
                    .setFlag(Message.Flag.NO_RELIABILITY, Message.Flag.NO_FC));
        }
    }

    /** Where a member was last seen; null if never. */
    @Nullable Address addressOf(@Nullable String memberId) {
        if (memberId == null) {
            return null;
        }
        return memberId.equals(raft_id) ? local_addr : addresses.get(memberId);
    }

    @Override
    public void start() {
        Objects.requireNonNull(receiver, "bind first");
    }

    @Override
    public void stop() {
        addresses.clear();
    }

    @Override
    public @Nullable Object up(Message message) {
        if (message.getHeader(id) == null) {
            return up_prot.up(message);
        }
        receive(message);
        return null;
    }

    @Override
    public void up(MessageBatch batch) {
        for (var messages = batch.iterator(); messages.hasNext(); ) {
            var message = messages.next();
            if (message.getHeader(id) != null) {
                messages.remove();
                receive(message);
            }
        }
        if (!batch.isEmpty()) {
            up_prot.up(batch);
        }
    }

    @Override
    public Object down(Event event) {
        // A view that comes from below passes here on its way down from the group membership protocol, too.
        return down_prot.down(event);
    }

    @Override
    public Object up(Event event) {
        if (event.getType() == Event.VIEW_CHANGE) {
            handleView(event.getArg());
        }
        return up_prot.up(event);
    }

    @Override
    public void handleView(View newView) {
        view = newView;
        var formatLevels = new HashMap<String, Integer>();
        for (var address : newView.getMembers()) {
            var memberId = Utils.extractRaftId(address);
            if (memberId != null && !address.equals(local_addr)) {
                addresses.put(memberId, address);
                formatLevels.put(memberId, FormatAnnouncement.in(address));
            }
        }
        bound().onView(formatLevels);
    }

    private void receive(Message message) {
        try {
            var envelope = EnvelopeCodec.decode(message.getArray(), message.getOffset(), message.getLength());
            if (!isFrom(envelope.from(), message.src())) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "passing over what {0} says in the name of {1}",
                        message.src(),
                        envelope.from());
            } else if (envelope.to().equals(raft_id)) {
                addresses.put(envelope.from(), message.src());
                bound().onMessage(envelope, FormatAnnouncement.in(message.src()));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "consensus message from " + message.src() + " not understood", e);
        }
    }

    /** A member speaks for itself only, so that nobody draws what is meant for another one to himself. */
    private static boolean isFrom(String memberId, Address source) {
        return source instanceof ExtendedUUID && memberId.equals(Utils.extractRaftId(source));
    }

    private Receiver bound() {
        return Objects.requireNonNull(receiver, "bind first");
    }

    private Standing standing() {
        var current = receiver;
        return current == null ? Standing.NONE : current.standing();
    }

    // ---- What JGroups' tools read
    // ------------------------------------------------------------------------------------

    @Override
    public String role() {
        return standing().role();
    }

    @Override
    public @Nullable Address leader() {
        return addressOf(standing().leader());
    }

    @Override
    public boolean isLeader() {
        return raft_id != null && raft_id.equals(standing().leader());
    }

    @Override
    public long currentTerm() {
        return standing().term();
    }

    @Override
    public long commitIndex() {
        return standing().commitIndex();
    }

    @Override
    public long lastAppended() {
        return standing().lastIndex();
    }

    @Override
    public List<String> members() {
        // The configured ones until the log has told.
        var voters = standing().voters();
        return voters.isEmpty() ? new ArrayList<>(super.members()) : voters;
    }

    @Override
    public int majority() {
        return members().size() / 2 + 1;
    }

    // ---- What would act behind the replica's back
    // --------------------------------------------------------------------

    @Override
    public CompletableFuture<byte[]> setAsync(byte[] buffer, int offset, int length, Options options) {
        throw notHere("writes go through the replica");
    }

    @Override
    public CompletableFuture<byte[]> setAsync(
            byte[] buffer, int offset, int length, boolean internal, Options options) {
        throw notHere("writes go through the replica");
    }

    @Override
    public CompletableFuture<byte[]> getAsync(byte[] buffer, int offset, int length, Options options) {
        throw notHere("reads go through read rounds; JGroups-raft's own are stale and lose writes");
    }

    @Override
    public CompletableFuture<byte[]> addServer(String name) {
        throw notHere("the membership changes through the cluster's HTTP interface");
    }

    @Override
    public CompletableFuture<byte[]> removeServer(String name) {
        throw notHere("the membership changes through the cluster's HTTP interface");
    }

    @Override
    public CompletableFuture<Void> snapshotAsync() {
        throw notHere("snapshots are taken through the cluster's HTTP interface");
    }

    @Override
    public long createNewTerm() {
        throw notHere("terms begin with elections");
    }

    @Override
    public RAFT setLeaderAndTerm(@Nullable Address leader, long term) {
        throw notHere("leaders are elected");
    }

    @Override
    public int trySetLeaderAndTerm(@Nullable Address leader, long term) {
        throw notHere("leaders are elected");
    }

    @Override
    protected RAFT changeRole(Role role) {
        throw notHere("leaders are elected");
    }

    private static UnsupportedOperationException notHere(String instead) {
        return new UnsupportedOperationException(instead);
    }
}
