package io.concord.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell_and_cells_cannot_move_the_cursor() {
        var out = new StringWriter();
        new Table("NAME", "VALUE")
                .row("a", "1")
                .row("longer\u001b[2J", "")
                .print(new Terminal(new PrintWriter(out, true), new PrintWriter(out, true), false, false, false));

        assertThat(out.toString().lines())
                .containsExactly("NAME             VALUE", "a                1", "longer\\u{1b}[2J  -");
    }

    @Test
    void a_row_has_a_cell_for_each_heading() {
        var table = new Table("NAME");

        assertThatThrownBy(() -> table.row("a", "b")).isInstanceOf(IllegalArgumentException.class);
    }
}
