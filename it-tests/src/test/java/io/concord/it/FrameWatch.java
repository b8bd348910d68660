package io.concord.it;

import io.concord.core.protocol.watch.WatchFrame;
import io.concord.core.protocol.watch.WatchFrameReader;
import io.concord.core.protocol.watch.WatchFrameWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A watcher in binary frames, which reads as much as it is asked to. */
final class FrameWatch implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> response;
    private final WatchFrameReader frames;

    private FrameWatch(HttpResponse<InputStream> response) {
        this.response = response;
        this.frames = new WatchFrameReader(response.body());
    }

    static FrameWatch start(Client as, String target, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(as.endpoint() + target))
                .header("Authorization", "Bearer " + as.token())
                .header("Accept", WatchFrameWriter.MEDIA_TYPE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new FrameWatch(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** Waits for the next frames, marks aside. */
    List<WatchFrame> next(int count) throws IOException {
        var found = new ArrayList<WatchFrame>();
        while (found.size() < count) {
            var frame = frames.next().orElseThrow(() -> new AssertionError("the watch has ended after " + found));
            if (!(frame instanceof WatchFrame.Progress)) {
                found.add(frame);
            }
        }
        return found;
    }

    /** Waits for a mark. */
    WatchFrame.Progress mark() throws IOException {
        return (WatchFrame.Progress) frames.next().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
