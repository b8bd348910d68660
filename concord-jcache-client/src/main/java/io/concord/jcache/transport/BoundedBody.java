package io.concord.jcache.transport;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer in memory, if it is not longer than what was asked for can be. A longer one is not read to its end: it
 * fails, and its connection is closed.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    /** Of a problem document, or of whatever a stranger says instead of serving. */
    static final long PROBLEM_BYTES_MAX = 65_536;

    private static final int OK = 200;

    private final HttpResponse.BodySubscriber<byte[]> whole = HttpResponse.BodySubscribers.ofByteArray();
    private final OptionalLong announced;
    private final long bytesMax;
    private Flow.@Nullable Subscription subscription;
    private long bytes;
    private boolean refused;

    private BoundedBody(OptionalLong announced, long bytesMax) {
        this.announced = announced;
        this.bytesMax = bytesMax;
    }

    /** @param bytesMax of an answer that serves; others are problems */
    static HttpResponse.BodyHandler<byte[]> handler(long bytesMax) {
        return info -> new BoundedBody(
                info.headers().firstValueAsLong("Content-Length"),
                info.statusCode() == OK ? bytesMax : PROBLEM_BYTES_MAX);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        whole.onSubscribe(given);
        if (announced.orElse(0) > bytesMax) {
            refuse(announced.orElse(0) + " bytes");
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (refused) {
            return;
        }
        bytes += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytes > bytesMax) {
            refuse("more than " + bytesMax + " bytes");
        } else {
            whole.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!refused) {
            whole.onError(failure);
        }
    }

    @Override
    public void onComplete() {
        if (!refused) {
            whole.onComplete();
        }
    }

    private void refuse(String length) {
        refused = true;
        if (subscription != null) {
            subscription.cancel();
        }
        whole.onError(new IOException("the answer has " + length + ", and what was asked for has at most " + bytesMax
                + "; see that the address is that of a Concord server"));
    }
}
