/**
 * Who may ask.
 */
@NullMarked
package io.ancho.scheduler.access;

import org.jspecify.annotations.NullMarked;
