/**
 * One instance leads: it alone decides, holds the subscription and reads runs' events.
 */
@NullMarked
package io.ancho.scheduler.leader;

import org.jspecify.annotations.NullMarked;
