/**
 * Summaries: made when a run's sequences are in, stored, announced and served.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.summary;
