/**
 * Starts, watches and stops every process of the embedded stack.
 */
@NullMarked
package io.ancho.localstack;

import org.jspecify.annotations.NullMarked;
