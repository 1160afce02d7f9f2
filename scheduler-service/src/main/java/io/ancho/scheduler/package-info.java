/**
 * The Mesos framework: turns what runs need into executors, by offers.
 */
@NullMarked
package io.ancho.scheduler;

import org.jspecify.annotations.NullMarked;
