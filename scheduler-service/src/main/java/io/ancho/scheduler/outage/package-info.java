/**
 * What this service needs and does not have, for people.
 */
@NullMarked
package io.ancho.scheduler.outage;

import org.jspecify.annotations.NullMarked;
