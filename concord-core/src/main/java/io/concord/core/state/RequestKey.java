package io.concord.core.state;

import io.concord.core.command.Origin;
import io.concord.core.model.Author;
import io.concord.core.model.RequestId;

/** What a request is remembered by: its author and the author's name for it. */
record RequestKey(Author author, RequestId requestId) implements Comparable<RequestKey> {

    static RequestKey of(Origin origin) {
        return new RequestKey(origin.author(), origin.requestId());
    }

    /** Any total order would do; the id stands first because it tells most requests apart. */
    @Override
    public int compareTo(RequestKey other) {
        int order = requestId.text().compareTo(other.requestId.text());
        if (order == 0) {
            order = author.subject().compareTo(other.author.subject());
        }
        return order == 0 ? author.issuer().compareTo(other.author.issuer()) : order;
    }
}
