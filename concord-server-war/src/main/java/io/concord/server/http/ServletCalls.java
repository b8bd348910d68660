package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.audit.AuditLog;
import io.concord.server.service.Caller;
import io.concord.server.service.StoreService;
import io.concord.server.service.rate.Account;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What surrounds a request that a servlet answers, as the filters and mappers of JAX-RS surround those of resources. */
@Dependent
public class ServletCalls {
    private static final System.Logger LOG = System.getLogger(ServletCalls.class.getName());

    private final Admission admission;
    private final AuditLog audit;
    private final StoreService store;
    private final RequestMeter meter;

    @Inject
    public ServletCalls(Admission admission, AuditLog audit, StoreService store, RequestMeter meter) {
        this.admission = admission;
        this.audit = audit;
        this.store = store;
        this.meter = meter;
    }

    /** A request has arrived. */
    Call begin(HttpServletRequest request, HttpServletResponse response) {
        return new Call(request, response);
    }

    /** Ends what the container may have ended by itself. */
    static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "the container has ended the request by itself", e);
        }
    }

    /** One request, from its arrival to its one answer; used by one thread after the other. */
    final class Call {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final AuditTrail trail;
        private final long startNanos = System.nanoTime();
        private String operation = RequestMeter.NO_OPERATION;
        private @Nullable Account account;

        private Call(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
            this.trail = new AuditTrail(audit, request);
        }

        /**
         * Lets it in.
         *
         * @throws io.concord.server.service.RequestFailure if it may not
         */
        Caller admitted() {
            var admitted = admission.admit(request, response, trail);
            account = admitted.account();
            return admitted.caller();
        }

        /** It is known what it asks for. */
        void isFor(String named) {
            operation = named;
        }

        /** Once it was let in. */
        Account account() {
            return Objects.requireNonNull(account, "the request has not been let in");
        }

        /** Once it was let in. */
        InputStream body() {
            try {
                return admission.body(request, request.getInputStream(), account());
            } catch (IOException e) {
                throw BoundedBody.cutOff();
            }
        }

        /** Answers it with what comes later, or with why that does not. */
        void answerLater(CompletionStage<byte[]> answer, String contentType) {
            var async = request.startAsync();
            async.setTimeout(0);
            answer.whenComplete((body, failure) -> {
                try {
                    if (failure == null) {
                        answer(body, contentType);
                    } else {
                        refuse(failure);
                    }
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "a request could not be answered", e);
                } finally {
                    complete(async);
                }
            });
        }

        void answer(byte[] body, String contentType) {
            finished(HttpServletResponse.SC_OK, null);
            send(() -> {
                response.setStatus(HttpServletResponse.SC_OK);
                response.setContentType(contentType);
                response.setContentLength(body.length);
                response.getOutputStream().write(body);
                return body.length;
            });
        }

        void refuse(Throwable thrown) {
            var problem = FailureMapper.problem(FailureMapper.unwrapped(thrown));
            finished(problem.code().status(), problem.code());
            send(() -> problem.sendTo(response));
        }

        private void finished(int status, @Nullable ErrorCode error) {
            var code = error == null ? null : error.code();
            trail.finished(status, code, store.localRevision());
            meter.finished(
                    request.getMethod(),
                    request.getRequestURI(),
                    operation,
                    code == null ? RequestMeter.OK : code,
                    Duration.ofNanos(System.nanoTime() - startNanos));
        }

        private void send(Sending sending) {
            try {
                int bytes = sending.send();
                if (account != null) {
                    account.chargeBytes(bytes);
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "whoever asked has gone", e);
            }
        }
    }

    /** Sends an answer, and says how many bytes its body has. */
    private interface Sending {
        int send() throws IOException;
    }
}
