package io.concord.jcache.codec;

import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Value;
import io.concord.jcache.api.UndecodableException;
import io.concord.jcache.api.ValueFormat;
import javax.cache.CacheException;

/** Values in a format of the application's. What has another content type was written before, or by others. */
final class FormattedValueCodec<V> implements ValueCodec<V> {
    private final ValueFormat<V> format;
    private final ValueCodec<V> otherwise;

    FormattedValueCodec(ValueFormat<V> format, ValueCodec<V> otherwise) {
        this.format = format;
        this.otherwise = otherwise;
    }

    @Override
    @SuppressWarnings("InterruptedExceptionSwallowed") // Restored below.
    public Value encode(V value) {
        try {
            return Value.of(format.write(value), format.contentType());
        } catch (InvalidValueException e) {
            throw new CacheException("a value cannot be written: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new CacheException("a value cannot be written as " + format.contentType(), restored(e));
        }
    }

    @Override
    @SuppressWarnings("InterruptedExceptionSwallowed") // Restored below.
    public V decode(Value value) {
        if (!value.contentType().equals(format.contentType())) {
            return otherwise.decode(value);
        }
        try {
            return format.read(value.toByteArray());
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw new UndecodableException("the value cannot be read as " + format.contentType(), restored(e));
        }
    }

    private static Throwable restored(Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }
}
