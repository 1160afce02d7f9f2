/**
 * The sequences that failed, and what the model printed.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.failures;
