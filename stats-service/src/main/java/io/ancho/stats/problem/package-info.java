/**
 * Failures as a client sees them: RFC 9457 problem documents.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.stats.problem;
