package io.concord.core.model;

/**
 * The order of keys: by code point, which is the order of their unsigned UTF-8 bytes. {@link String#compareTo} orders by
 * UTF-16 unit and puts U+1F600 before U+FF5E.
 */
public final class CodePointOrder {
    private CodePointOrder() {}

    /** Whether {@link String#compareTo} orders this text right among others of which that is true. */
    public static boolean isThatOfUnits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= Character.MIN_SURROGATE) {
                return false;
            }
        }
        return true;
    }

    public static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char leftUnit = left.charAt(i);
            char rightUnit = right.charAt(i);
            if (leftUnit != rightUnit) {
                return Integer.compare(rank(leftUnit), rank(rightUnit));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** In well-formed text the first unit that differs decides, once surrogates rank above all other units. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
