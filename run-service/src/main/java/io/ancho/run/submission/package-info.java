/**
 * Taking a run in: reading the request, checking it, accepting it once.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.submission;
