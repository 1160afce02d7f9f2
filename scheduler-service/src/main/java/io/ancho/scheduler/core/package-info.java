/**
 * What the scheduler decides, as a pure function: a state and an event give the next
 * state and the effects. No input or output, no clock, no Mesos library.
 */
@NullMarked
package io.ancho.scheduler.core;

import org.jspecify.annotations.NullMarked;
