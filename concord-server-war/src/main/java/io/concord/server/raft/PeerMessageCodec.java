package io.concord.server.raft;

import io.concord.core.command.ReplyCodec;
import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.server.service.MemberReport;
import java.nio.ByteBuffer;

/**
 * The binary form of {@link PeerMessage}: format version (1), tag, then
 *
 * <pre>
 * 1 Submit   i64 id, bytes command
 * 2 Answer   i64 id, u8 kind (0 applied, 1 not leader, 2 overloaded, 3 lost); if applied i64 index, bytes reply
 * 3 Report   strings id, role, leader; i64 term, commit index, applied index, last index, revision,
 *            entries, bytes, memory bytes, memory bytes max, uptime; string version; i64 checkpoint index, string checkpoint digest
 * 4 Ping     i64 id
 * 5 Pong     i64 id, i64 clock in milliseconds since 1970
 * </pre>
 */
final class PeerMessageCodec {
    private static final String FORMAT = "peer message";
    private static final int VERSION = 1;
    private static final int SUBMIT = 1;
    private static final int ANSWER = 2;
    private static final int REPORT = 3;
    private static final int PING = 4;
    private static final int PONG = 5;

    private static final int APPLIED = 0;
    private static final int NOT_LEADER = 1;
    private static final int OVERLOADED = 2;
    private static final int LOST = 3;

    private PeerMessageCodec() {}

    static byte[] encode(PeerMessage message) {
        var out = new ByteWriter().u8(VERSION);
        if (message instanceof PeerMessage.Submit submit) {
            out.u8(SUBMIT).i64(submit.id()).bytes(submit.command());
        } else if (message instanceof PeerMessage.Answer answer) {
            writeAttempt(out.u8(ANSWER).i64(answer.id()), answer.attempt());
        } else if (message instanceof PeerMessage.Report report) {
            writeReport(out.u8(REPORT), report.report());
        } else if (message instanceof PeerMessage.Ping ping) {
            out.u8(PING).i64(ping.id());
        } else if (message instanceof PeerMessage.Pong pong) {
            out.u8(PONG).i64(pong.id()).i64(pong.clockMillis());
        }
        return out.toByteArray();
    }

    static PeerMessage decode(byte[] bytes, int offset, int length) {
        var in = new ByteReader(FORMAT, bytes, offset, length);
        in.expectVersion(VERSION);
        var tag = in.u8();
        var message = switch (tag) {
            case SUBMIT -> new PeerMessage.Submit(in.i64(), copy(in.bytes()));
            case ANSWER -> new PeerMessage.Answer(in.i64(), readAttempt(in));
            case REPORT -> new PeerMessage.Report(readReport(in));
            case PING -> new PeerMessage.Ping(in.i64());
            case PONG -> new PeerMessage.Pong(in.i64(), in.i64());
            default -> throw FormatException.unknownTag(FORMAT, tag);
        };
        in.expectEnd();
        return message;
    }

    private static void writeAttempt(ByteWriter out, Attempt attempt) {
        if (attempt instanceof Attempt.Applied applied) {
            out.u8(APPLIED).i64(applied.index()).bytes(ReplyCodec.encode(applied.reply()));
        } else if (attempt instanceof Attempt.NotLeader) {
            out.u8(NOT_LEADER);
        } else if (attempt instanceof Attempt.Overloaded) {
            out.u8(OVERLOADED);
        } else {
            out.u8(LOST);
        }
    }

    private static Attempt readAttempt(ByteReader in) {
        var kind = in.u8();
        return switch (kind) {
            case APPLIED -> new Attempt.Applied(in.i64(), ReplyCodec.decode(copy(in.bytes())));
            case NOT_LEADER -> new Attempt.NotLeader();
            case OVERLOADED -> new Attempt.Overloaded();
            case LOST -> new Attempt.Lost();
            default -> throw FormatException.unknownTag(FORMAT, kind);
        };
    }

    private static void writeReport(ByteWriter out, MemberReport report) {
        out.string(report.id()).string(report.role()).string(report.leader());
        out.i64(report.term())
                .i64(report.commitIndex())
                .i64(report.appliedIndex())
                .i64(report.lastIndex());
        out.i64(report.revision()).i64(report.entries()).i64(report.bytes());
        out.i64(report.memoryBytes()).i64(report.memoryBytesMax());
        out.i64(report.uptimeMillis()).string(report.version());
        out.i64(report.checkpointIndex()).string(report.checkpointDigest());
    }

    private static MemberReport readReport(ByteReader in) {
        return new MemberReport(
                in.string(),
                in.string(),
                in.string(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.string(),
                in.i64(),
                in.string());
    }

    private static byte[] copy(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
