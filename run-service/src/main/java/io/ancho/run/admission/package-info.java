/**
 * Which runs are accepted: within what their owners may have, and in images that may be
 * named.
 */
@org.jspecify.annotations.NullMarked
package io.ancho.run.admission;
