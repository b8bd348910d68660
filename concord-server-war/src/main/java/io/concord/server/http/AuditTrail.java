package io.concord.server.http;

import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.audit.AuditEvent;
import io.concord.server.audit.AuditKind;
import io.concord.server.audit.AuditLog;
import io.concord.server.audit.AuditUnavailableException;
import io.concord.server.service.Caller;
import io.concord.server.service.Refusals;
import io.concord.server.service.RequestTrail;
import io.concord.server.service.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What one request does, on its way to the audit log. Takes what it needs of the request at once, because the answer is made on
 * another thread; never its headers or its body, and of its query what names entries alone.
 */
final class AuditTrail implements RequestTrail {
    private static final int PATH_CHARACTERS_MAX = 4_096;
    private static final Refusals WORDS = new Refusals("");

    private final AuditLog audit;
    private final String address;
    private final int port;
    private final String method;
    private final String path;
    private final @Nullable String query;

    // Guarded by this.
    private final Set<Verb> needed = EnumSet.noneOf(Verb.class);
    private final Set<Verb> denied = EnumSet.noneOf(Verb.class);
    private final List<Write> writes = new ArrayList<>();
    private @Nullable Caller caller;
    private @Nullable String call;

    /** A write, and what became of it as soon as that is known. */
    private static final class Write {
        private final RequestId requestId;
        private final Operation operation;
        private @Nullable Outcome outcome;

        Write(RequestId requestId, Operation operation) {
            this.requestId = requestId;
            this.operation = operation;
        }
    }

    AuditTrail(AuditLog audit, HttpServletRequest request) {
        this.audit = audit;
        // The other end of the connection: what proxies say in headers, anybody can say.
        this.address = request.getRemoteAddr();
        this.port = request.getRemotePort();
        this.method = request.getMethod();
        this.path = request.getRequestURI();
        this.query = request.getQueryString();
    }

    synchronized void identified(Caller known) {
        caller = known;
    }

    @Override
    public void decided(Verb verb, boolean granted) {
        AuditEvent begun;
        synchronized (this) {
            boolean first = needed.add(verb);
            if (!granted) {
                denied.add(verb);
            }
            if (!granted || !first || verb != Verb.ADMIN) {
                return;
            }
            begun = event("begun");
        }
        begin(begun);
    }

    /** What an administrator does is on disk before it is done. */
    private void begin(AuditEvent begun) {
        if (!audit.settings().failClosed()) {
            audit.record(begun);
            return;
        }
        try {
            audit.recordDurably(begun);
        } catch (AuditUnavailableException e) {
            throw UnavailableException.notNow(e.getMessage()
                    + ", and what needs an administrator is not done unrecorded (concord.audit.fail-closed)");
        }
    }

    @Override
    public synchronized void submitted(RequestId requestId, Operation operation) {
        if (audit.records(AuditKind.WRITES) || needed.contains(Verb.ADMIN)) {
            writes.add(new Write(requestId, operation));
        }
    }

    @Override
    public synchronized void settled(RequestId requestId, Outcome outcome) {
        writes.stream()
                .filter(write -> write.outcome == null && write.requestId.equals(requestId))
                .findFirst()
                .ifPresent(write -> write.outcome = outcome);
    }

    /**
     * The request has its answer.
     *
     * @param code of the error; null where there is none
     * @param revision of the store that the answer tells, or that this node knows
     */
    synchronized void finished(int status, @Nullable String code, long revision) {
        if (isRefusal(status)) {
            audit.recordRefusal(who(), String.valueOf(code), () -> finishedEvent(status, code, revision));
            return;
        }
        var kind = kind();
        if (kind != null && audit.records(kind)) {
            audit.record(finishedEvent(status, code, revision));
        }
    }

    /** Also a batch of which a part was refused. */
    private boolean isRefusal(int status) {
        return status == ErrorCode.UNAUTHORIZED.status()
                || status == ErrorCode.FORBIDDEN.status()
                || status == ErrorCode.TOO_MANY_REQUESTS.status()
                || !denied.isEmpty();
    }

    private String who() {
        return caller == null ? address : caller.author().toString();
    }

    private @Nullable AuditKind kind() {
        if (needed.contains(Verb.ADMIN)) {
            return AuditKind.ADMIN;
        }
        if (needed.contains(Verb.WRITE) || needed.contains(Verb.DELETE)) {
            return AuditKind.WRITES;
        }
        return needed.isEmpty() ? null : AuditKind.READS;
    }

    private AuditEvent finishedEvent(int status, @Nullable String code, long revision) {
        var event = event(outcome(status)).with("status", status);
        if (code != null) {
            event.with("code", code);
        }
        event.with("revision", revision);
        if (!denied.isEmpty()) {
            event.with("denied", denied.toString().toLowerCase(Locale.ROOT));
        }
        return writes.isEmpty()
                ? event
                : event.with(
                        "writes", writes.stream().map(AuditTrail::described).toList());
    }

    private String outcome(int status) {
        if (!denied.isEmpty()) {
            return "refused";
        }
        if (status < ErrorCode.INVALID_REQUEST.status()) {
            return "allowed";
        }
        return status < ErrorCode.INTERNAL.status() ? "refused" : "failed";
    }

    private AuditEvent event(String outcome) {
        var kind = kind();
        var event = audit.event("request")
                .with("kind", kind == null ? "none" : kind.text())
                .with("outcome", outcome)
                .with("call", call());
        if (caller != null) {
            event.with("issuer", caller.author().issuer())
                    .with("subject", caller.author().subject())
                    .with("tokenId", caller.token().map(Token::id).filter(id -> !id.isEmpty()));
        }
        event.with("address", address)
                .with("port", port)
                .with("method", method)
                .with("path", path.substring(0, Math.min(path.length(), PATH_CHARACTERS_MAX)));
        return AuditedQuery.of(query).addTo(event);
    }

    /** What tells the lines of one request from those of others. */
    private String call() {
        if (call == null) {
            call = String.format("%016x", ThreadLocalRandom.current().nextLong());
        }
        return call;
    }

    private static AuditEvent described(Write write) {
        var event = write.operation.accept(new AuditedOperation()).with("requestId", write.requestId.text());
        var outcome = write.outcome;
        if (outcome == null) {
            return event.with("result", "unknown");
        }
        var result = outcome instanceof Refusal refused
                ? refused.acceptRefusal(WORDS).code().code()
                : "ok";
        return event.with("result", result).with("revision", outcome.revision());
    }
}
