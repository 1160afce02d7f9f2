/**
 * The standing pool, scaled through Marathon by what waits in its queue.
 */
@NullMarked
package io.ancho.scheduler.marathon;

import org.jspecify.annotations.NullMarked;
