package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search finds what it is to find, in every form, and names the file and not the secret. */
class CanariesTest {
    private static final String SHORT = "hunter2-hunter2";
    private static final String LONG = "The-signature-of-a-token-is-some-hundreds-of-characters-long-0123456789";

    private final Canaries canaries = new Canaries();

    @BeforeEach
    void two_secrets() {
        canaries.add("the password", SHORT);
        canaries.add("the token", LONG);
    }

    static Stream<String> forms() {
        return Stream.of(SHORT, LONG)
                .flatMap(secret -> Stream.concat(
                        Stream.of(
                                secret,
                                HexFormat.of().formatHex(bytes(secret)),
                                HexFormat.of().withUpperCase().formatHex(bytes(secret))),
                        IntStream.range(0, 6)
                                .mapToObj(before -> Base64.getEncoder()
                                        .encodeToString(bytes("\u0001".repeat(before) + secret + "and more")))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_secret_is_found_in_every_form_wherever_it_stands(String form) {
        assertThat(canaries.in("before " + form + " after")).hasSize(1);
        assertThat(canaries.in("\u0000\u00ff" + form)).hasSize(1);
    }

    @Test
    void a_secret_that_was_cut_is_found() {
        assertThat(canaries.in(LONG.substring(0, 40) + "...")).containsExactly("the token");
        assertThat(canaries.in("..." + LONG.substring(40))).containsExactly("the token");
    }

    @Test
    void the_file_is_named_and_the_secret_is_not(@TempDir Path directory) throws IOException {
        var clean = Files.writeString(directory.resolve("messages.log"), "all is well");
        var binary = Files.write(directory.resolve("log.seg"), bytes("\u0000\u0001" + SHORT + "\u0002"));
        var gone = directory.resolve("gone.log");

        assertThat(canaries.inFiles(List.of(clean, binary, gone))).containsExactly("the password is in " + binary);
    }

    @Test
    void what_is_not_there_is_not_found() {
        assertThat(canaries.in("hunter2 hunter2 " + Base64.getEncoder().encodeToString(bytes("hunter2"))))
                .isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
