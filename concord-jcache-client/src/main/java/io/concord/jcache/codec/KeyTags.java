package io.concord.jcache.codec;

/** What stands before the colon of a key, besides the tags of {@link Atoms}; and the marks within composed keys. */
final class KeyTags {
    static final char STRING = 's';
    static final char ILL_FORMED_STRING = 'w';
    static final char ENUM = 'e';
    static final char SERIALIZED = 'j';
    static final char RECORD = 'r';
    static final char LIST = 'a';
    static final char SET = 'k';
    static final char MAP = 'p';
    static final char OPTIONAL = 'o';
    static final char NULL = '0';

    static final char MARK = ':';
    static final char OPEN = '(';
    static final char CLOSE = ')';
    static final char NEXT = ',';
    static final char ESCAPE = '~';

    /** How deep composed keys are nested. */
    static final int DEPTH_MAX = 16;

    private KeyTags() {}

    static boolean isComposed(char tag) {
        return tag == RECORD || tag == LIST || tag == SET || tag == MAP || tag == OPTIONAL;
    }

    static boolean isStructure(char character) {
        return character == OPEN || character == CLOSE || character == NEXT || character == ESCAPE;
    }
}
