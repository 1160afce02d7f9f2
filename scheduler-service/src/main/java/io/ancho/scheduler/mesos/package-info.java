/**
 * The scheduler's side of Mesos's v1 HTTP API.
 */
@NullMarked
package io.ancho.scheduler.mesos;

import org.jspecify.annotations.NullMarked;
