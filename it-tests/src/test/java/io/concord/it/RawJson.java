package io.concord.it;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The text of a JSON object whose members stand there as they were given, also twice, and also wrong. */
record RawJson(List<Member> members) {
    /**
     * One member.
     *
     * @param name as it stands between the quotes
     * @param value as it stands after the colon
     */
    record Member(String name, String value) {}

    RawJson {
        members = List.copyOf(members);
    }

    static RawJson empty() {
        return new RawJson(List.of());
    }

    static RawJson parsed(String json) {
        return new RawJson(JsonMapper.shared()
                .readTree(json)
                .propertyStream()
                .map(property ->
                        new Member(property.getKey(), property.getValue().toString()))
                .toList());
    }

    /** A member in the place of the one of that name, or at the end. */
    RawJson with(String name, String value) {
        var changed = new ArrayList<>(members);
        var member = new Member(name, value);
        for (var i = 0; i < changed.size(); i++) {
            if (changed.get(i).name().equals(name)) {
                changed.set(i, member);
                return new RawJson(changed);
            }
        }
        changed.add(member);
        return new RawJson(changed);
    }

    /** A member at the end, whether there is one of that name or not. */
    RawJson again(String name, String value) {
        return new RawJson(Stream.concat(members.stream(), Stream.of(new Member(name, value)))
                .toList());
    }

    RawJson without(String name) {
        return new RawJson(
                members.stream().filter(member -> !member.name().equals(name)).toList());
    }

    String value(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** A text of plain characters as a value. */
    static String text(String plain) {
        return '"' + plain + '"';
    }

    @Override
    public String toString() {
        return members.stream()
                .map(member -> text(member.name()) + ":" + member.value())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
