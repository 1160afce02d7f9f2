package io.ancho.scheduler.core;

import java.util.List;

/**
 * What an event leads to.
 *
 * @param next the state from now on
 * @param effects what to do, in this order
 */
public record Step(SchedulerState next, List<Effect> effects) {
}
