package io.concord.server.raft.consensus;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The binary form of an {@link Envelope}: format version (2), optional UUID cluster, string from, two i64 incarnation,
 * string to, i64 term, tag, and by tag:
 *
 * <pre>
 *  1 PreVote           i64 last index, i64 last term
 *  2 PreVoteAnswer     truth value
 *  3 Vote              i64 last index, i64 last term, truth value transfer
 *  4 VoteAnswer        truth value
 *  5 Append            i64 prev index, i64 prev term, i64 commit, i32 entries; each i64 term, i64 time, u8 kind, bytes
 *  6 Appended          i64 match
 *  7 AppendRefused     i64 prev index, i64 hint index, i64 hint term
 *  8 Heartbeat         i64 round, i64 commit
 *  9 HeartbeatAnswer   i64 round, i64 verified
 * 10 SnapshotChunk     i64 index, i64 term, i64 total, i64 offset, bytes
 * 11 SnapshotProgress  i64 index, i64 received
 * 12 ReadQuestion      i64 id
 * 13 ReadAnswer        i64 id, i64 index
 * 14 TakeOver
 * 15 TurnedAway        string
 * </pre>
 */
public final class EnvelopeCodec {
    private static final String FORMAT = "raft message";
    private static final int VERSION = 2;

    private static final int PRE_VOTE = 1;
    private static final int PRE_VOTE_ANSWER = 2;
    private static final int VOTE = 3;
    private static final int VOTE_ANSWER = 4;
    private static final int APPEND = 5;
    private static final int APPENDED = 6;
    private static final int APPEND_REFUSED = 7;
    private static final int HEARTBEAT = 8;
    private static final int HEARTBEAT_ANSWER = 9;
    private static final int SNAPSHOT_CHUNK = 10;
    private static final int SNAPSHOT_PROGRESS = 11;
    private static final int READ_QUESTION = 12;
    private static final int READ_ANSWER = 13;
    private static final int TAKE_OVER = 14;
    private static final int TURNED_AWAY = 15;

    private EnvelopeCodec() {}

    public static byte[] encode(Envelope envelope) {
        var out = new ByteWriter(capacity(envelope.message())).u8(VERSION);
        MembershipCodec.writeId(out, envelope.cluster());
        out.string(envelope.from());
        out.i64(envelope.incarnation().getMostSignificantBits());
        out.i64(envelope.incarnation().getLeastSignificantBits());
        out.string(envelope.to()).i64(envelope.term());
        write(out, envelope.message());
        return out.toByteArray();
    }

    /**
     * Reads one message.
     *
     * @throws FormatException if the bytes are not one message of a known version
     */
    public static Envelope decode(byte[] bytes, int offset, int length) {
        var in = new ByteReader(FORMAT, bytes, offset, length);
        in.expectVersion(VERSION);
        var envelope = new Envelope(
                MembershipCodec.readId(in),
                in.string(),
                new UUID(in.i64(), in.i64()),
                in.string(),
                in.i64(),
                readMessage(in));
        in.expectEnd();
        return envelope;
    }

    private static int capacity(Message message) {
        var head = 160;
        if (message instanceof Message.Append append) {
            return head + append.entries().stream().mapToInt(Entry::bytes).sum();
        }
        return message instanceof Message.SnapshotChunk chunk ? head + chunk.data().length : head;
    }

    private static void write(ByteWriter out, Message message) {
        if (message instanceof Message.Append append) {
            out.u8(APPEND).i64(append.prevIndex()).i64(append.prevTerm()).i64(append.commitIndex());
            writeEntries(out, append.entries());
        } else if (message instanceof Message.Appended appended) {
            out.u8(APPENDED).i64(appended.matchIndex());
        } else if (message instanceof Message.AppendRefused refused) {
            out.u8(APPEND_REFUSED).i64(refused.prevIndex());
            out.i64(refused.hintIndex()).i64(refused.hintTerm());
        } else if (message instanceof Message.Heartbeat heartbeat) {
            out.u8(HEARTBEAT).i64(heartbeat.round()).i64(heartbeat.commitIndex());
        } else if (message instanceof Message.HeartbeatAnswer answer) {
            out.u8(HEARTBEAT_ANSWER).i64(answer.round()).i64(answer.verifiedIndex());
        } else if (message instanceof Message.SnapshotChunk chunk) {
            out.u8(SNAPSHOT_CHUNK).i64(chunk.index()).i64(chunk.snapshotTerm());
            out.i64(chunk.totalBytes()).i64(chunk.offset()).bytes(chunk.data());
        } else if (message instanceof Message.SnapshotProgress progress) {
            out.u8(SNAPSHOT_PROGRESS).i64(progress.index()).i64(progress.receivedBytes());
        } else if (message instanceof Message.ReadQuestion question) {
            out.u8(READ_QUESTION).i64(question.id());
        } else if (message instanceof Message.ReadAnswer answer) {
            out.u8(READ_ANSWER).i64(answer.id()).i64(answer.index());
        } else {
            writeElection(out, message);
        }
    }

    private static void writeElection(ByteWriter out, Message message) {
        if (message instanceof Message.PreVote vote) {
            out.u8(PRE_VOTE).i64(vote.lastIndex()).i64(vote.lastTerm());
        } else if (message instanceof Message.PreVoteAnswer answer) {
            out.u8(PRE_VOTE_ANSWER).bool(answer.granted());
        } else if (message instanceof Message.Vote vote) {
            out.u8(VOTE).i64(vote.lastIndex()).i64(vote.lastTerm()).bool(vote.transfer());
        } else if (message instanceof Message.VoteAnswer answer) {
            out.u8(VOTE_ANSWER).bool(answer.granted());
        } else if (message instanceof Message.TakeOver) {
            out.u8(TAKE_OVER);
        } else if (message instanceof Message.TurnedAway turnedAway) {
            out.u8(TURNED_AWAY).string(turnedAway.reason());
        }
    }

    private static void writeEntries(ByteWriter out, List<Entry> entries) {
        out.i32(entries.size());
        for (var entry : entries) {
            out.i64(entry.term())
                    .i64(entry.timeMillis())
                    .u8(entry.kind().code())
                    .bytes(entry.data());
        }
    }

    private static Message readMessage(ByteReader in) {
        var tag = in.u8();
        return switch (tag) {
            case PRE_VOTE -> new Message.PreVote(in.i64(), in.i64());
            case PRE_VOTE_ANSWER -> new Message.PreVoteAnswer(in.bool());
            case VOTE -> new Message.Vote(in.i64(), in.i64(), in.bool());
            case VOTE_ANSWER -> new Message.VoteAnswer(in.bool());
            case APPEND -> readAppend(in);
            case APPENDED -> new Message.Appended(in.i64());
            case APPEND_REFUSED -> new Message.AppendRefused(in.i64(), in.i64(), in.i64());
            case HEARTBEAT -> new Message.Heartbeat(in.i64(), in.i64());
            case HEARTBEAT_ANSWER -> new Message.HeartbeatAnswer(in.i64(), in.i64());
            case SNAPSHOT_CHUNK -> new Message.SnapshotChunk(in.i64(), in.i64(), in.i64(), in.i64(), copy(in.bytes()));
            case SNAPSHOT_PROGRESS -> new Message.SnapshotProgress(in.i64(), in.i64());
            case READ_QUESTION -> new Message.ReadQuestion(in.i64());
            case READ_ANSWER -> new Message.ReadAnswer(in.i64(), in.i64());
            case TAKE_OVER -> new Message.TakeOver();
            case TURNED_AWAY -> new Message.TurnedAway(in.string());
            default -> throw FormatException.unknownTag(FORMAT, tag);
        };
    }

    private static Message.Append readAppend(ByteReader in) {
        var prevIndex = in.i64();
        var prevTerm = in.i64();
        var commitIndex = in.i64();
        var count = in.i32();
        if (count < 0) {
            throw new FormatException(FORMAT + " has " + count + " entries");
        }
        var entries = new ArrayList<Entry>();
        for (var i = 1; i <= count; i++) {
            var term = in.i64();
            var timeMillis = in.i64();
            var tag = in.u8();
            var kind = Entry.Kind.of(tag);
            if (kind == null) {
                throw FormatException.unknownTag(FORMAT, tag);
            }
            entries.add(new Entry(prevIndex + i, term, timeMillis, kind, copy(in.bytes())));
        }
        return new Message.Append(prevIndex, prevTerm, commitIndex, entries);
    }

    private static byte[] copy(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
