package io.concord.jcache.codec;

import io.concord.core.model.Value;
import io.concord.jcache.api.UndecodableException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What another program put into the namespace of a cache by HTTP, with a content type of its choice: bytes for a cache of bytes,
 * text for a cache of text, and for one that declares neither, text where the content type says so and bytes otherwise.
 */
final class ForeignValue {
    private static final Pattern TEXT = Pattern.compile(
            "text/.*|application/(.*\\+)?(json|xml)|application/(javascript|x-www-form-urlencoded|yaml)");
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)\"?", Pattern.CASE_INSENSITIVE);

    private ForeignValue() {}

    static Object read(Value value, Class<?> type) {
        var text = isText(value.contentType());
        if (type.isAssignableFrom(byte[].class) && !(text && type.isAssignableFrom(String.class))) {
            return value.toByteArray();
        }
        if (text && type.isAssignableFrom(String.class)) {
            return Texts.decode(value.asByteBuffer(), charset(value.contentType()));
        }
        throw new UndecodableException("the value has the content type " + value.contentType()
                + " and was not written by this cache, which declares values of the type " + type.getName()
                + "; only caches of byte[], and for text of String, can read it");
    }

    private static boolean isText(String contentType) {
        var end = contentType.indexOf(';');
        var media = end < 0 ? contentType : contentType.substring(0, end);
        return TEXT.matcher(media.strip().toLowerCase(Locale.ROOT)).matches();
    }

    private static Charset charset(String contentType) {
        var matcher = CHARSET.matcher(contentType);
        try {
            return matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new UndecodableException("the value has a character set that is not known", e);
        }
    }
}
