package io.concord.server.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Writes a stream of entries as newline-delimited JSON. */
@Provider
public class EntryStreamWriter implements MessageBodyWriter<EntryStream> {
    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == EntryStream.class;
    }

    @Override
    public void writeTo(
            EntryStream stream,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        for (var entry : stream.entries()) {
            out.write(stream.json().apply(entry).toString().getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
    }
}
