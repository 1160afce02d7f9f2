package io.ancho.scheduler.core;

/**
 * A part of an offer that is reserved for this framework's role.
 *
 * @param mark what it is known by to Mesos, which wants to be told it again
 * @param resources how much
 * @param ports ports
 */
public record Reservation(String mark, Resources resources, Ports ports) {
}
