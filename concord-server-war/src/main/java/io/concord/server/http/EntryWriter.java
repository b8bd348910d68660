package io.concord.server.http;

import io.concord.core.model.Entry;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Writes an entry's bytes under the content type they came with, to the letter: JAX-RS would parse and rewrite it, and
 * fail for one that it does not understand.
 */
@Provider
public class EntryWriter implements MessageBodyWriter<Entry> {
    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return Entry.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            Entry entry,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        headers.putSingle(HttpHeaders.CONTENT_TYPE, entry.value().contentType());
        headers.putSingle(
                HttpHeaders.CONTENT_LENGTH, Integer.toString(entry.value().size()));
        entry.value().writeTo(out);
    }
}
