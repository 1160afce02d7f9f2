/**
 * Deleting runs and models: the intention is stored first, and worked off behind the
 * answer until nothing is left.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.deletion;
