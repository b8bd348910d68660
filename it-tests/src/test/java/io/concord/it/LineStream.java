package io.concord.it;

import java.net.http.HttpResponse;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An answer that is read line by line while it comes. */
record LineStream(HttpResponse<Stream<String>> response) implements AutoCloseable {
    void forEach(Consumer<String> each) {
        response.body().forEach(each);
    }

    String header(String name) {
        return Client.header(response, name);
    }

    @Override
    public void close() {
        response.body().close();
    }
}
