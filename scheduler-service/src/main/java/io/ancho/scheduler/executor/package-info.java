/**
 * The executors, for people.
 */
@NullMarked
package io.ancho.scheduler.executor;

import org.jspecify.annotations.NullMarked;
