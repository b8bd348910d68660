package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token in a file that others replace. */
class TokenFileTest {
    private final AtomicLong now = new AtomicLong();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_file_that_has_changed_is_read_again_after_a_second() throws IOException {
        var file = write("t1");
        var token = new TokenFile(file, now::get);
        assertThat(token.current().join()).contains("t1");

        write("longer-t2");
        assertThat(token.current().join()).contains("t1");
        now.addAndGet(TokenFile.LOOK_EACH_NANOS);

        assertThat(token.current().join()).contains("longer-t2");
    }

    @Test
    void a_token_that_was_not_accepted_has_the_file_read_at_once() throws IOException {
        var token = new TokenFile(write("t1"), now::get);
        assertThat(token.current().join()).contains("t1");
        assertThat(token.renew(Optional.of("t1"))).isFalse();

        write("t2");

        assertThat(token.renew(Optional.of("t1"))).isTrue();
        assertThat(token.current().join()).contains("t2");
    }

    @Test
    void the_line_of_a_header_will_do_and_anything_else_is_no_token() throws IOException {
        assertThat(new TokenFile(write("Authorization: Bearer t1\n"), now::get)
                        .current()
                        .join())
                .contains("t1");
        assertThat(new TokenFile(write("two words"), now::get).current()).isCompletedExceptionally();
        assertThat(new TokenFile(write(""), now::get).current()).isCompletedExceptionally();
    }

    @Test
    void a_file_that_is_gone_is_a_failure_until_it_is_there_again() throws IOException {
        var file = directory.resolve("token");
        var token = new TokenFile(file, now::get);
        assertThat(token.current()).isCompletedExceptionally();

        write("t1");

        assertThat(token.current().join()).contains("t1");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("token"), text);
    }
}
