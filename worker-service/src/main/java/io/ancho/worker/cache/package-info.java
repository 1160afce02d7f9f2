/**
 * The folder of models and environments that the executors of a machine share: who uses
 * what, and what nobody has used for long.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.worker.cache;
