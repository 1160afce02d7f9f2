package io.ancho.jobs.summary;

import java.io.Serializable;

/**
 * A scalar output, or one element of a vector output.
 *
 * @param group the index of the group it is in
 * @param index its index among the group's columns
 */
record Column(int group, int index) implements Serializable {
}
