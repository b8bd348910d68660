package io.concord.server.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes the head of a request from the buffers in which Open Liberty has read it. It offers no way to them, so this goes by the
 * names of its fields, as of 26.0.0.5; {@code AmbiguousRequestsIT} fails where another version has others. It then warns
 * once, and the rules of {@link RequestHead} alone are left.
 */
final class Wire {
    private static final System.Logger LOG = System.getLogger(Wire.class.getName());
    private static final AtomicBoolean WARNED = new AtomicBoolean();
    private static final ConcurrentHashMap<String, Method> METHODS = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<String, Field> FIELDS = new ConcurrentHashMap<>();

    private Wire() {}

    /**
     * Lets in a request whose head everybody reads alike. After one whose body comes in chunks the connection is closed, because
     * where it ends the container decides by numbers that it does not check.
     *
     * @throws io.concord.server.service.RequestFailure if it is not
     */
    static void check(HttpServletRequest request, HttpServletResponse response) {
        var read = read(request);
        if (read.isPresent()
                && WireHead.last(read.get(), request.getMethod()).check().isChunked()) {
            response.setHeader("Connection", "close");
        }
    }

    private static Optional<String> read(ServletRequest request) {
        try {
            var unwrapped = request;
            while (unwrapped instanceof ServletRequestWrapper wrapper) {
                unwrapped = wrapper.getRequest();
            }
            var container = invoke(unwrapped, "getIRequest");
            var message = value(value(container, "request"), "message");
            var buffers = (Object[]) value(message, "parseBuffers");
            var last = (Integer) value(message, "parseIndex");
            var text = new StringBuilder();
            for (var i = 0; i <= last; i++) {
                text.append(text(buffers[i], i == last));
            }
            return Optional.of(text.toString());
        } catch (ReflectiveOperationException | RuntimeException e) {
            if (!WARNED.getAndSet(true)) {
                LOG.log(
                        Level.WARNING,
                        "this Open Liberty keeps the bytes of a request where they are not found; requests that can be read"
                                + " in two ways may be let in: put a proxy in front that refuses them",
                        e);
            }
            return Optional.empty();
        }
    }

    /** Of the last buffer only what has been read: behind it are the body, or the next request. */
    private static String text(Object buffer, boolean last) throws ReflectiveOperationException {
        var bytes = ((ByteBuffer) invoke(buffer, "getWrappedByteBuffer")).duplicate();
        var copy = new byte[last ? bytes.position() : bytes.limit()];
        bytes.clear();
        bytes.get(copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    private static Object invoke(Object on, String name) throws ReflectiveOperationException {
        var key = on.getClass().getName() + "." + name;
        var method = METHODS.get(key);
        if (method == null) {
            method = on.getClass().getMethod(name);
            METHODS.put(key, method);
        }
        return method.invoke(on);
    }

    private static Object value(@Nullable Object of, String name) throws ReflectiveOperationException {
        if (of == null) {
            throw new NoSuchFieldException(name);
        }
        var key = of.getClass().getName() + "." + name;
        var field = FIELDS.get(key);
        if (field == null) {
            field = field(of.getClass(), name);
            FIELDS.put(key, field);
        }
        var found = field.get(of);
        if (found == null) {
            throw new NoSuchFieldException(key + " is null");
        }
        return found;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            try {
                var field = each.getDeclaredField(name);
                field.setAccessible(true);
                return field;
            } catch (NoSuchFieldException e) {
                // In one of those above it, then.
            }
        }
        throw new NoSuchFieldException(type + "." + name);
    }
}
