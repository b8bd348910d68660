package io.concord.server.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request from this machine over plain HTTP and its answer, without a container. */
final class FakeExchange {
    private final Map<String, Object> asked = new HashMap<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, @Nullable Object> answered = new HashMap<>();
    private final Map<String, String> answeredHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean broken;
    private boolean abandoned;
    private int completions;

    FakeExchange(String method, String path, byte[] body) {
        asked.put("getMethod", method);
        asked.put("getRequestURI", path);
        asked.put("getProtocol", "HTTP/1.1");
        asked.put("isSecure", false);
        asked.put("getLocalAddr", "127.0.0.1");
        asked.put("getRemoteAddr", "127.0.0.1");
        asked.put("getRemotePort", 40_001);
        asked.put("getInputStream", new Input(body));
        headers.put("Host", "localhost");
        headers.put("Content-Length", Integer.toString(body.length));
    }

    FakeExchange with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    FakeExchange inChunks() {
        headers.remove("Content-Length");
        return with("Transfer-Encoding", "chunked");
    }

    FakeExchange withQuery(String query) {
        asked.put("getQueryString", query);
        return this;
    }

    /** Whose connection breaks before its body has come. */
    FakeExchange broken() {
        broken = true;
        return this;
    }

    /** Whose connection breaks before its answer goes. */
    FakeExchange abandoned() {
        abandoned = true;
        return this;
    }

    HttpServletRequest request() {
        return proxy(HttpServletRequest.class, this::asked);
    }

    HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getOutputStream")) {
                return new Output();
            }
            if (method.getName().equals("setHeader")) {
                answeredHeaders.put((String) arguments[0], (String) arguments[1]);
            } else {
                answered.put(method.getName(), arguments[0]);
            }
            return null;
        });
    }

    @Nullable Object status() {
        return answered.get("setStatus");
    }

    @Nullable Object contentType() {
        return answered.get("setContentType");
    }

    @Nullable Object contentLength() {
        return answered.get("setContentLength");
    }

    @Nullable String header(String name) {
        return answeredHeaders.get(name);
    }

    byte[] body() {
        return answer.toByteArray();
    }

    String text() {
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** How often it was ended after it was made asynchronous. */
    int completions() {
        return completions;
    }

    private @Nullable Object asked(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "getHeader" -> headers.get((String) argument(arguments));
            case "getHeaders" -> {
                var value = headers.get((String) argument(arguments));
                yield Collections.enumeration(value == null ? List.of() : List.of(value));
            }
            case "getContentType" -> headers.get("Content-Type");
            case "getContentLengthLong" -> Long.parseLong(headers.getOrDefault("Content-Length", "-1"));
            case "startAsync" ->
                proxy(AsyncContext.class, (async, called, none) -> {
                    completions += called.getName().equals("complete") ? 1 : 0;
                    return null;
                });
            default -> asked.get(method.getName());
        };
    }

    private static Object argument(Object @Nullable [] arguments) {
        if (arguments == null) {
            throw new AssertionError("it has an argument");
        }
        return arguments[0];
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class Input extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Input(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            if (broken) {
                throw new IOException("the connection is broken");
            }
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (broken) {
                throw new IOException("the connection is broken");
            }
            return bytes.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("it is read by whoever wants to");
        }
    }

    private final class Output extends ServletOutputStream {
        @Override
        public void write(int octet) throws IOException {
            if (abandoned) {
                throw new IOException("the connection is broken");
            }
            answer.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("it is written by whoever wants to");
        }
    }
}
