/**
 * The shell around the core: one thread that takes events and performs effects.
 */
@NullMarked
package io.ancho.scheduler.loop;

import org.jspecify.annotations.NullMarked;
