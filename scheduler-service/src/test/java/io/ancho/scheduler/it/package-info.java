/**
 * The service against real middleware and real processes.
 */
@NullMarked
package io.ancho.scheduler.it;

import org.jspecify.annotations.NullMarked;
