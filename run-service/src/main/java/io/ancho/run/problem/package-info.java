/**
 * What can be wrong with a request, and how that is answered (RFC 9457).
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.problem;
