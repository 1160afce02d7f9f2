package io.ancho.events;

/**
 * The moments of a scalar output over part of a run, mergeable with those of other parts.
 * Only finite values count.
 *
 * @param count how many values
 * @param mean their mean
 * @param m2 the sum of their squared deviations from the mean
 * @param min the smallest, or 0 if there is none
 * @param max the largest, or 0 if there is none
 */
public record PartialMoments(long count, double mean, double m2, double min, double max) {
}
