package io.concord.it;

import io.concord.core.protocol.watch.WatchFrameReader;
import io.concord.core.protocol.watch.WatchFrameWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Reads of a watch, which goes on and on, no more than the first of its events or frames, and then leaves. */
final class FirstEvent implements BodySubscriber<byte[]> {
    private static final String END_OF_EVENT = "\n\n";

    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final ToIntFunction<byte[]> ending;
    private @Nullable Subscription subscription;

    /** @param ending where the first event or frame ends; negative while it has not come */
    private FirstEvent(ToIntFunction<byte[]> ending) {
        this.ending = ending;
    }

    /** The first event or frame of a watch, and the whole of any other answer. */
    static BodyHandler<byte[]> orWhole() {
        return answer -> switch (answer.headers().firstValue("Content-Type").orElse("")) {
            case "text/event-stream" -> new FirstEvent(FirstEvent::endOfEvent);
            case WatchFrameWriter.MEDIA_TYPE -> new FirstEvent(FirstEvent::endOfFrame);
            default -> BodySubscribers.ofByteArray();
        };
    }

    private static int endOfEvent(byte[] bytes) {
        int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(END_OF_EVENT);
        return end < 0 ? end : end + END_OF_EVENT.length();
    }

    private static int endOfFrame(byte[] bytes) {
        var in = new ByteArrayInputStream(bytes);
        try {
            return new WatchFrameReader(in)
                    .next()
                    .map(frame -> bytes.length - in.available())
                    .orElse(-1);
        } catch (EOFException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            read.writeBytes(bytes);
        }
        // What came with it may be a part of the next one.
        int end = ending.applyAsInt(read.toByteArray());
        if (end >= 0) {
            body.complete(Arrays.copyOf(read.toByteArray(), end));
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.completeExceptionally(new AssertionError("the stream ended before an event: " + read));
    }
}
