package io.ancho.jobs.summary;

import java.io.Serializable;

/**
 * The sequences of one bucket of a group's outputs: the unit of all work. Sections depend
 * on the outputs and the number of sequences alone.
 *
 * @param group the outputs
 * @param first the first sequence
 * @param count how many sequences
 */
record Section(Group group, long first, int count) implements Serializable {
}
