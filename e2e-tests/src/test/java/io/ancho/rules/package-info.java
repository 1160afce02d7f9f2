/**
 * What holds between the modules.
 */
@NullMarked
package io.ancho.rules;

import org.jspecify.annotations.NullMarked;
