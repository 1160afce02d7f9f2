/**
 * A run: what was asked for, its states and what each change announces, how it is stored.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.lifecycle;
