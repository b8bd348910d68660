package io.concord.core.state;

import java.util.ArrayList;
import java.util.List;

/**
 * A text of blocks, each a command line, {@code ----} and the expected output, parted by blank lines; lines of {@code #}
 * before a command are comments. In the spirit of datadriven, by which etcd-io/raft is tested.
 */
record Script(List<Block> blocks) {

    record Block(String comment, String command, String expected) {}

    static Script parse(String text) {
        var blocks = new ArrayList<Block>();
        for (String block : text.strip().split("\n\n+", -1)) {
            blocks.add(parseBlock(block));
        }
        return new Script(blocks);
    }

    private static Block parseBlock(String text) {
        var comment = new StringBuilder();
        var rest = text;
        while (rest.startsWith("#")) {
            int end = rest.indexOf('\n') + 1;
            comment.append(rest, 0, end == 0 ? rest.length() : end);
            rest = end == 0 ? "" : rest.substring(end);
        }
        int ruler = rest.indexOf("\n----");
        String command = ruler < 0 ? rest : rest.substring(0, ruler);
        String expected =
                ruler < 0 ? "" : rest.substring(ruler + "\n----".length()).strip();
        return new Block(comment.toString(), command.strip(), expected);
    }

    /** Runs every command and returns the script with the actual output. */
    String run(KeyspaceConsole console) {
        var actual = new StringBuilder();
        for (var block : blocks) {
            actual.append(actual.length() == 0 ? "" : "\n").append(block.comment());
            if (!block.command().isEmpty()) {
                String output = console.run(block.command());
                actual.append(block.command()).append("\n----\n").append(output).append('\n');
            }
        }
        return actual.toString();
    }
}
