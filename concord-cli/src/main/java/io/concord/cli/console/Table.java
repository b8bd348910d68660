package io.concord.cli.console;

import io.concord.core.model.Escaped;
import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, each column as wide as its widest cell. Cells are escaped, so that none can move the cursor. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row of as many cells as there are headings. */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "row of " + cells.length + " cells under " + rows.get(0).size() + " headings");
        }
        var row = new ArrayList<String>();
        for (var cell : cells) {
            row.add(cell.isEmpty() ? "-" : Escaped.text(cell));
        }
        rows.add(row);
        return this;
    }

    public void print(Terminal terminal) {
        rows.forEach(row -> terminal.print(line(row)));
    }

    private String line(List<String> row) {
        var line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            var cell = row.get(column);
            line.append(cell);
            if (column < row.size() - 1) {
                line.append(" ".repeat(width(column) - cell.length())).append(GAP);
            }
        }
        return line.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
