/**
 * The Spark driver: a process of its own, kept warm and replaced when it dies.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.spark;
