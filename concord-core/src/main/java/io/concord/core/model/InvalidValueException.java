package io.concord.core.model;

/**
 * The refusal of a value that breaks a rule of the model. The message names the thing, the value and the limit, as in
 * "key has 1100 bytes; the limit is 1024", and never repeats raw content.
 */
public final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidValueException(String message) {
        super(message);
    }
}
