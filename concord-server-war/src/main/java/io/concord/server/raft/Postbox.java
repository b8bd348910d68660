package io.concord.server.raft;

import io.concord.core.format.FormatException;
import java.lang.System.Logger.Level;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jspecify.annotations.Nullable;

/** Sends and receives {@link PeerMessage}s over the channel that Raft uses. */
final class Postbox implements Receiver {
    /** Who deals with what arrives; called on JGroups' threads, so it must not wait. */
    interface Recipient {
        void onSubmit(Address from, PeerMessage.Submit submit);

        void onAnswer(PeerMessage.Answer answer);

        void onReport(Address from, PeerMessage.Report report);

        void onPing(Address from, PeerMessage.Ping ping);

        void onPong(PeerMessage.Pong pong);
    }

    private static final System.Logger LOG = System.getLogger(Postbox.class.getName());

    private final JChannel channel;
    private volatile @Nullable Recipient recipient;

    Postbox(JChannel channel) {
        this.channel = channel;
    }

    void open(Recipient newRecipient) {
        recipient = newRecipient;
        channel.setReceiver(this);
    }

    /** False when it could certainly not be sent. True says only that it was. */
    boolean send(@Nullable Address to, PeerMessage message) {
        try {
            channel.send(new BytesMessage(to, PeerMessageCodec.encode(message)).setFlag(Message.Flag.NO_FC));
            return true;
        } catch (IllegalStateException e) {
            // The channel refuses before it does anything: it is closed or not connected.
            return false;
        } catch (Exception e) {
            LOG.log(Level.WARNING, "a message to " + to + " may not have left", e);
            return true;
        }
    }

    @Override
    public void receive(Message message) {
        var to = recipient;
        if (to == null) {
            return;
        }
        try {
            var received = PeerMessageCodec.decode(message.getArray(), message.getOffset(), message.getLength());
            if (received instanceof PeerMessage.Submit submit) {
                to.onSubmit(message.getSrc(), submit);
            } else if (received instanceof PeerMessage.Answer answer) {
                to.onAnswer(answer);
            } else if (received instanceof PeerMessage.Report report) {
                to.onReport(message.getSrc(), report);
            } else if (received instanceof PeerMessage.Ping ping) {
                to.onPing(message.getSrc(), ping);
            } else if (received instanceof PeerMessage.Pong pong) {
                to.onPong(pong);
            }
        } catch (FormatException e) {
            LOG.log(Level.WARNING, "message from " + message.getSrc() + " not understood: " + e.getMessage());
        }
    }
}
