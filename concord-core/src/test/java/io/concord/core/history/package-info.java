/**
 * Histories of what clients asked and were answered, and the judge of whether one store that does one thing at a time could
 * have given these answers. Published as a test jar for the simulation of the server and for tests on real servers.
 */
@NullMarked
package io.concord.core.history;

import org.jspecify.annotations.NullMarked;
