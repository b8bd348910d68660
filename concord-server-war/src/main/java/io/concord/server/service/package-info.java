/**
 * What a node does with a request once it is parsed: authorise, check limits, stamp time and request id, build the
 * command, wait for consensus. Knows neither HTTP nor JGroups; {@link io.concord.server.service.ReplicatedLog} is the
 * seam to the latter.
 */
@NullMarked
package io.concord.server.service;

import org.jspecify.annotations.NullMarked;
