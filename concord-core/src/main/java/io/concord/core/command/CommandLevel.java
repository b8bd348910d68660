package io.concord.core.command;

import io.concord.core.format.FormatLevel;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Which {@link FormatLevel} a cluster must have reached before a command may be in its log. */
public final class CommandLevel {
    private CommandLevel() {}

    /** The level with which an operation came. All that there are so far came with the first; a new one is named here. */
    public static int of(Operation operation) {
        return FormatLevel.FIRST;
    }

    /**
     * The highest level of anything that a command carries.
     *
     * @param levels of operations: {@link #of(Operation)}, but in tests that play a later release
     */
    public static int of(Command command, ToIntFunction<Operation> levels) {
        return writes(command)
                .map(Command.Write::operation)
                .flatMap(CommandLevel::withSteps)
                .mapToInt(levels)
                .reduce(FormatLevel.FIRST, Math::max);
    }

    private static Stream<Command.Write> writes(Command command) {
        return command
                .accept(new Command.Handler<List<Command.Write>>() {
                    @Override
                    public List<Command.Write> write(Command.Write write) {
                        return List.of(write);
                    }

                    @Override
                    public List<Command.Write> batch(Command.Batch batch) {
                        return batch.writes();
                    }

                    @Override
                    public List<Command.Write> tick(Command.Tick tick) {
                        return List.of();
                    }
                })
                .stream();
    }

    private static Stream<Operation> withSteps(Operation operation) {
        return operation instanceof Operation.Transaction transaction
                ? Stream.concat(
                        Stream.of(operation),
                        Stream.of(transaction.then(), transaction.otherwise()).flatMap(Collection::stream))
                : Stream.of(operation);
    }
}
