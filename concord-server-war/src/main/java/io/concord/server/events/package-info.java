/**
 * What happens to a node that code beside it may want to hear of: CDI events, fired one after the other in the order in which
 * they happened, on a thread that nothing waits for. Whatever is packaged with the server's WAR observes them with
 * {@code @Observes RoleChanged}, or all with {@code @Observes ClusterEvent}; an observer that is slow or throws harms nobody
 * but the observers after it.
 */
@NullMarked
package io.concord.server.events;

import org.jspecify.annotations.NullMarked;
